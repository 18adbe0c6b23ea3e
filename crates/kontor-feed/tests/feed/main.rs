//! Tests of the whole crate through its public face; what concerns one file stands in that file.

#[cfg(test)]
mod made_feeds;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod skipping;
#[cfg(test)]
mod tsv_headers;
#[cfg(test)]
mod tsv_rows;
#[cfg(test)]
mod xml_feeds;
#[cfg(test)]
mod xml_rows;
