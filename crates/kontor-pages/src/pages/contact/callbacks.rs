//! Who asked to be called back, and how many asked outside the hours.

use askama::Template;
use kontor_core::time::{HOUR, Micros};

use super::Seller;
use crate::pages::finish;
use crate::shell::Shell;
use crate::texts::Texts;

/// Hours that the advice speaks of together.
const ADVICE_HOURS: i64 = 2;
/// Height of the tallest bar, in the picture's own units.
const BAR_HEIGHT: i64 = 80;
/// Width of an hour, in the same.
const BAR_WIDTH: i64 = 15;

/// Somebody who asked to be called back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackRow {
    /// The id.
    pub id: String,
    /// About which listing: external id and title.
    pub listing: Option<(String, String)>,
    /// The name.
    pub name: String,
    /// In E.164.
    pub number: String,
    /// As people write it.
    pub written: String,
    /// What it is about.
    pub note: String,
    /// The conversation that it stands in.
    pub conversation: String,
    /// When it was asked.
    pub asked_at: Micros,
    /// When the seller was done with it.
    pub done_at: Option<Micros>,
}

/// `/contact/callbacks`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallbacksPage {
    /// Whose.
    pub seller: Seller,
    /// The requests, the newest first.
    pub rows: Vec<CallbackRow>,
    /// Where the list goes on.
    pub next: Option<String>,
    /// How many asked outside the hours, by hour of the day.
    pub demand: Vec<(i64, i64)>,
}

/// A bar of the chart.
struct Bar {
    x: i64,
    y: i64,
    height: i64,
}

#[derive(Template)]
#[template(path = "pages/contact_callbacks.html")]
struct CallbacksTemplate<'a> {
    shell: &'a Shell,
    t: Texts,
    page: &'a CallbacksPage,
    seller: &'a Seller,
    at: &'static str,
}

impl CallbacksTemplate<'_> {
    fn open(&self) -> Vec<&CallbackRow> {
        let rows = self.page.rows.iter();
        rows.filter(|row| row.done_at.is_none()).collect()
    }

    fn done(&self) -> Vec<&CallbackRow> {
        let rows = self.page.rows.iter();
        rows.filter(|row| row.done_at.is_some()).collect()
    }

    fn bars(&self) -> Vec<Bar> {
        let most = self.page.demand.iter().map(|(_, asked)| *asked).max();
        let most = most.unwrap_or(1).max(1);
        let bars = self.page.demand.iter().map(|(hour, asked)| {
            // Whoever asked at all is seen.
            let height = (asked * BAR_HEIGHT / most).max(2);
            Bar {
                x: hour * BAR_WIDTH + 2,
                y: BAR_HEIGHT + 4 - height,
                height,
            }
        });
        bars.collect()
    }

    /// The hours that are named under the chart.
    fn marks(&self) -> [i64; 4] {
        [0, 6, 12, 18]
    }

    /// The hour as the reader's clock shows it.
    fn hour(&self, hour: &i64) -> String {
        let zone = jiff::tz::TimeZone::UTC;
        crate::format::clock(self.t.locale(), &zone, Micros(hour * HOUR))
    }
}

impl CallbacksPage {
    /// The page as HTML.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> String {
        finish(&CallbacksTemplate {
            shell,
            t: shell.texts(),
            page: self,
            seller: &self.seller,
            at: "callbacks",
        })
    }

    fn asked(&self) -> i64 {
        self.demand.iter().map(|(_, asked)| asked).sum()
    }

    /// The hours of the day in which most asked: the first, and the one after the last.
    fn busiest(&self) -> (i64, i64) {
        let within = |from: i64| -> i64 {
            let hours = from..from + ADVICE_HOURS;
            let asked = self.demand.iter().filter(|(hour, _)| hours.contains(hour));
            asked.map(|(_, asked)| asked).sum()
        };
        let own = |from: i64| {
            let hour = self.demand.iter().find(|(hour, _)| *hour == from);
            hour.map_or(0, |(_, asked)| *asked)
        };
        let starts = 0..=(24 - ADVICE_HOURS);
        // Of equals the one that begins busiest, then the earliest.
        let from = starts.max_by_key(|from| (within(*from), own(*from), -from));
        let from = from.unwrap_or(0);
        (from, from + ADVICE_HOURS)
    }

    /// Requests that wait and are done, and a demand in the evening.
    #[must_use]
    pub fn sample() -> Self {
        let now = Shell::sample(crate::Locale::En).now;
        let row = |n: i64, name: &str, note: &str, done: bool| CallbackRow {
            id: format!("cbk_06a2m1d2v4q{n:015}"),
            listing: (n == 1).then(|| {
                (
                    "halli-1002".to_owned(),
                    "Artek 60 -jakkara, koivu".to_owned(),
                )
            }),
            name: name.into(),
            number: "+358457654321".into(),
            written: "045 7654321".into(),
            note: note.into(),
            conversation: "cnv_06a2m1d2v4q000000000000000".into(),
            asked_at: now.plus(-n * 3 * HOUR),
            done_at: done.then_some(now),
        };
        Self {
            seller: Seller::sample(),
            rows: vec![
                row(1, "Aino Virtanen", "Mielellään viiden jälkeen.", false),
                row(2, "Peeter", "", false),
                row(3, "Zuzana Horváthová", "Doprava?", true),
            ],
            next: Some("1795262700000000".into()),
            demand: vec![(8, 2), (17, 3), (18, 9), (19, 8), (20, 1)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_hours_are_those_two_in_a_row_in_which_most_asked() {
        let busiest = |demand: &[(i64, i64)]| {
            CallbacksPage {
                demand: demand.to_vec(),
                ..CallbacksPage::default()
            }
            .busiest()
        };
        assert_eq!(CallbacksPage::sample().busiest(), (18, 20));
        assert_eq!(busiest(&[(23, 1)]), (22, 24));
        assert_eq!(busiest(&[(12, 1)]), (12, 14));
        assert_eq!(busiest(&[(0, 4), (12, 4)]), (0, 2));
    }
}
