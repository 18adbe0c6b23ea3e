//! What a measurement says: lines of a table, with the goal beside the figure where there is one.

use std::fmt::Write as _;

use serde::Serialize;

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Goal {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }
}

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: &'static str,
    /// What it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// Whether it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
}

/// The figures of one sub-command.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// The sub-command.
    pub name: String,
    /// What a reader must know to judge the figures.
    pub notes: Vec<String>,
    /// The figures, in order.
    pub lines: Vec<Line>,
    /// What should not have happened; empty where all is well.
    pub troubles: Vec<String>,
}

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a figure.
    pub fn line(&mut self, what: impl Into<String>, value: f64, unit: &'static str) {
        self.lines.push(Line {
            what: what.into(),
            value,
            unit,
            goal: None,
            met: None,
        });
    }

    /// Adds a figure that has a goal.
    pub fn goal(&mut self, what: impl Into<String>, value: f64, unit: &'static str, goal: Goal) {
        self.lines.push(Line {
            what: what.into(),
            value,
            unit,
            goal: Some(goal),
            met: Some(goal.is_met(value)),
        });
    }

    /// Adds a word for the reader.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// The table for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let width = self.lines.iter().map(|line| line.what.chars().count());
        let width = width.max().unwrap_or(0);
        let mut out = format!("{}\n", self.name);
        for line in &self.lines {
            // Writing to a String cannot fail.
            let _ = writeln!(
                out,
                "  {:width$}  {:>12} {:<6} {}",
                line.what,
                figure(line.value),
                line.unit,
                line.verdict()
            );
        }
        for note in &self.notes {
            let _ = writeln!(out, "  - {note}");
        }
        for trouble in &self.troubles {
            let _ = writeln!(out, "  ! {trouble}");
        }
        out
    }

    /// The table for a document.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "### {}\n\n| what | measured | goal |\n|---|---|---|\n",
            self.name
        );
        for line in &self.lines {
            let _ = writeln!(
                out,
                "| {} | {} {} | {} |",
                line.what,
                figure(line.value),
                line.unit,
                line.verdict()
            );
        }
        out.push('\n');
        for note in self.notes.iter().chain(&self.troubles) {
            let _ = writeln!(out, "- {note}");
        }
        out
    }
}

impl Line {
    fn verdict(&self) -> String {
        let goal = match self.goal {
            None => return String::new(),
            Some(Goal::AtMost(most)) => format!("≤ {}", figure(most)),
            Some(Goal::AtLeast(least)) => format!("≥ {}", figure(least)),
        };
        let met = if self.met == Some(true) {
            "met"
        } else {
            "MISSED"
        };
        format!("{goal} {met}")
    }
}

/// Three significant digits below a thousand, whole numbers above.
fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_whether_its_goal_is_met() {
        let mut report = Report::new("x");
        report.goal("latency", 9.0, "ms", Goal::AtMost(10.0));
        report.goal("rate", 9.0, "1/s", Goal::AtLeast(10.0));
        report.line("count", 12_345.6, "");
        let text = report.text();
        assert!(text.contains("≤ 10.0 met"), "{text}");
        assert!(text.contains("≥ 10.0 MISSED"), "{text}");
        assert!(text.contains("12346"), "{text}");
        assert!(
            report
                .markdown()
                .contains("| rate | 9.00 1/s | ≥ 10.0 MISSED |")
        );
    }
}
