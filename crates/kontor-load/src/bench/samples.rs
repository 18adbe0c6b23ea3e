//! Raw samples and what is said of them. Percentiles are of the samples themselves, by nearest rank.

use std::time::Duration;

/// Durations in nanoseconds, in no order.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<u64>);

impl Samples {
    /// Adds one.
    pub fn push(&mut self, sample: Duration) {
        self.0
            .push(u64::try_from(sample.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Adds all of another.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sample below or at which `share` of all lie, in milliseconds; 0 where there is none.
    #[must_use]
    pub fn at_ms(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let rank = (share * self.0.len() as f64).ceil().max(1.0) as usize;
        let rank = rank.min(self.0.len());
        let found = rank.checked_sub(1).and_then(|place| self.0.get(place));
        found.map_or(0.0, |nanos| *nanos as f64 / 1e6)
    }

    /// The median, in milliseconds.
    #[must_use]
    pub fn p50(&mut self) -> f64 {
        self.at_ms(0.50)
    }

    /// The 99th percentile, in milliseconds.
    #[must_use]
    pub fn p99(&mut self) -> f64 {
        self.at_ms(0.99)
    }

    /// The largest, in milliseconds.
    #[must_use]
    pub fn max(&mut self) -> f64 {
        self.at_ms(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples_by_nearest_rank() {
        let mut samples = Samples::default();
        for millis in (1..=100).rev() {
            samples.push(Duration::from_millis(millis));
        }
        let found = [samples.p50(), samples.p99(), samples.max()];
        assert!(
            found
                .iter()
                .zip([50.0, 99.0, 100.0])
                .all(|(is, must)| (is - must).abs() < 1e-9),
            "{found:?}"
        );
        assert!(Samples::default().p99() < f64::EPSILON);
    }
}
