//! Tests of the whole crate through its public face; what concerns one file stands in that file.

#[cfg(test)]
mod compose;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod injection;
#[cfg(test)]
mod packets;
#[cfg(test)]
mod peer;
#[cfg(test)]
mod read;
#[cfg(test)]
mod smtp;
#[cfg(test)]
mod smuggling;
