//! Which addresses are public: out in the Internet, not inside, and no other spelling of inside.
//!
//! Source: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890, RFC 8190), and
//! of global unicast for IPv6: what is not in `2000::/3` is not called at all.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Special networks of IPv4, as address and length of the prefix.
const INSIDE_V4: &[(Ipv4Addr, u32)] = &[
    // This network.
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    // Private use.
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Shared by carriers, and the metadata of one cloud.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // Loopback.
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local, and the metadata of most clouds.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // The agent that one cloud puts beside every machine.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    // Protocol assignments, and the metadata of one cloud.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    // Documentation.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // AS112 and relays of 6to4: nobody serves there.
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    // Benchmarks.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Multicast, reserved, broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Networks inside of `2000::/3` that lead elsewhere: Teredo and other protocols, documentation, 6to4,
/// AS112.
const INSIDE_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// True for an address out in the Internet.
///
/// IPv4 inside of IPv6 (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) is never public, whatever it
/// holds: a name that has an IPv4 address says so itself.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !INSIDE_V4.iter().any(|(network, length)| {
            let mask = u32::MAX << (32 - length);
            address.to_bits() & mask == network.to_bits()
        }),
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            // ISATAP marks the middle of an address. Source: RFC 5214 §6.1.
            let isatap = matches!((bits >> 32) as u32, 0x0000_5efe | 0x0200_5efe);
            let global = bits >> 125 == 1;
            global
                && !isatap
                && !INSIDE_V6.iter().any(|(network, length)| {
                    let mask = u128::MAX << (128 - length);
                    bits & mask == network.to_bits()
                })
        }
    }
}
