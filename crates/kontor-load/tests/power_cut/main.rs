//! An acknowledged message survives a power cut: the store's own writer, its disk recorded, cut at
//! many instants. The same through HTTP is `kontor-load power-cut`.
//!
//! `KONTOR_POWER_CUTS` and `KONTOR_POWER_CUT_MESSAGES` raise the counts. With
//! `KONTOR_EXPECT_LOSS=1` a loss is what is asked for; run so with the feature
//! `kontor-store/sabotage` the test shows that it would notice a missing fsync.

#[cfg(test)]
mod cut;
#[cfg(test)]
mod writer;
