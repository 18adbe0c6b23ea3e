//! Overrides, presets and defects of contact settings.

use super::*;

fn phone() -> PhoneChannel {
    PhoneChannel {
        audience: Audience::Everyone,
        number: PhoneNumber::parse("+358401234567").unwrap(),
        call: true,
        sms: false,
        hours: None,
        time_zone: None,
    }
}

#[test]
fn a_listing_inherits_replaces_and_turns_off() {
    let seller = ContactSettings {
        phone: Some(phone()),
        ..ContactSettings::at_first()
    };
    let own: ContactOverride = ContactOverride {
        phone: Override::Own(None),
        email: Override::Own(Some(EmailChannel::default())),
        ..ContactOverride::default()
    };
    let listing = seller.clone().with(own);
    assert_eq!(listing.phone, None);
    assert_eq!(listing.email, Some(EmailChannel::default()));
    assert_eq!(listing.message, seller.message);
    assert_eq!(seller.clone().with(ContactOverride::default()), seller);
}

#[test]
fn a_closed_marketplace_allows_messages_only() {
    let settings = ContactSettings {
        phone: Some(phone()),
        email: Some(EmailChannel::default()),
        ..ContactSettings::at_first()
    };
    let fields: Vec<_> = check(&settings, Preset::Closed, false)
        .into_iter()
        .map(|defect| (defect.field, defect.code))
        .collect();
    assert_eq!(fields, [("email", "not_allowed"), ("phone", "not_allowed")]);
    let left = settings.allowed(Preset::Closed);
    assert_eq!(left, ContactSettings::at_first());
}

#[test]
fn defects_name_channel_and_part() {
    let settings = ContactSettings {
        email: Some(EmailChannel {
            address: Some("a@@b".into()),
            ..EmailChannel::default()
        }),
        phone: Some(PhoneChannel {
            call: false,
            ..phone()
        }),
        post: Some(PostChannel::default()),
        sellers: Some(SellersChannel::default()),
        ..ContactSettings::default()
    };
    let fields: Vec<_> = check(&settings, Preset::Classifieds, false)
        .into_iter()
        .map(|defect| defect.field)
        .collect();
    assert_eq!(
        fields,
        [
            "email.address",
            "phone.call",
            "address.name",
            "address.street",
            "address.postal_code",
            "address.city",
            "address.country",
            "sellers",
            "sellers.people"
        ]
    );
    assert!(check(&ContactSettings::at_first(), Preset::Closed, false).is_empty());
}
