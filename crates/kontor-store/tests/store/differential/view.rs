//! What the model shows to a scope: inbox, pages, streams, entries, each row as text.

use std::collections::BTreeMap;
use std::fmt::Display;

use kontor_core::conversation::ConversationState;
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_store::Scope;

use super::model::{Model, Talk};
use super::step::Place;

/// Fields with a bar between them.
pub fn line(fields: &[&dyn Display]) -> String {
    fields
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("|")
}

/// What one scope sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Each conversation in the order of the inbox: the row as text.
    pub inbox: Vec<String>,
    /// The ids of the inbox when it is read in pages.
    pub pages: Vec<ConversationId>,
    /// Only those that are closed.
    pub closed: Vec<ConversationId>,
    /// For each principal: its counters, and the stream from some place.
    pub streams: Vec<String>,
    /// Every entry of every conversation, as text.
    pub entries: Vec<String>,
}

impl Seen {
    /// The first difference.
    pub fn differs_from(&self, is: &Self) -> String {
        for (name, must, is) in [
            ("inbox", &self.inbox, &is.inbox),
            ("streams", &self.streams, &is.streams),
            ("entries", &self.entries, &is.entries),
        ] {
            for at in 0..must.len().max(is.len()) {
                if must.get(at) != is.get(at) {
                    return format!(
                        "{name}[{at}]\n  is {:?}\n  must {:?}",
                        is.get(at),
                        must.get(at)
                    );
                }
            }
        }
        format!(
            "pages or closed\n  is {:?} {:?}\n  must {:?} {:?}",
            is.pages, is.closed, self.pages, self.closed
        )
    }
}

impl Model {
    /// What a scope sees.
    pub fn seen(&self, scope: &Scope, place: &Place) -> Seen {
        let rows = self.order(scope);
        let closed = rows
            .iter()
            .filter(|(talk, _)| talk.state() == ConversationState::Closed);
        let closed = closed.map(|(talk, _)| talk.id.clone()).collect();
        let ids = || rows.iter().map(|(talk, _)| talk.id.clone());
        Seen {
            inbox: rows.iter().map(|(talk, own)| self.row(talk, own)).collect(),
            pages: ids().collect(),
            closed,
            streams: scope
                .principals()
                .iter()
                .map(|who| self.stream(who, place))
                .collect(),
            entries: rows.iter().map(|(talk, _)| self.told(talk)).collect(),
        }
    }

    /// The inbox: by principal and state the latest counter first, these ranges merged by instant.
    fn order(&self, scope: &Scope) -> Vec<(&Talk, PrincipalId)> {
        let mut ranges: BTreeMap<(&PrincipalId, ConversationState), Vec<&Talk>> = BTreeMap::new();
        for who in scope.principals() {
            for talk in self.talks.iter().filter(|talk| talk.holds(who)) {
                ranges.entry((who, talk.state())).or_default().push(talk);
            }
        }
        for ((who, _), talks) in &mut ranges {
            talks.sort_by_key(|talk| talk.changed[*who]);
        }
        let mut rows = Vec::new();
        loop {
            let heads = ranges
                .iter()
                .filter_map(|(place, talks)| Some((place, *talks.last()?)));
            let newest = heads.max_by_key(|((who, _), talk)| {
                (talk.entries.last().unwrap().at, talk.changed[*who])
            });
            let Some((place, talk)) = newest else {
                return rows;
            };
            let place = *place;
            rows.push((talk, place.0.clone()));
            ranges.get_mut(&place).unwrap().pop();
        }
    }

    fn row(&self, talk: &Talk, own: &PrincipalId) -> String {
        let last = talk.entries.last().unwrap();
        let other = if talk.buyer == *own {
            &talk.seller
        } else {
            &talk.buyer
        };
        let title = talk.listing.map(|listing| self.titles[listing].as_str());
        let message = talk.entries.iter().rfind(|entry| entry.body.is_some());
        let preview = message
            .and_then(|entry| entry.body.as_ref())
            .map(|body| body.chars().take(160).collect::<String>());
        line(&[
            &talk.id,
            &talk.state().code(),
            &talk.length(),
            &talk.entries[0].at,
            &last.at,
            &format!("{:?} {title:?}", talk.listing),
            own,
            &talk.side(own).code(),
            &talk.unread(own),
            &talk.read_seq(own),
            &talk.changed[own],
            other,
            &self.names[other],
            &format!("{preview:?}"),
            &talk.side(&message.unwrap_or(last).member).code(),
        ])
    }

    fn stream(&self, who: &PrincipalId, place: &Place) -> String {
        let mut steps: Vec<_> = self.talks.iter().filter(|talk| talk.holds(who)).collect();
        steps.retain(|talk| talk.changed[who] > place.after);
        steps.sort_by_key(|talk| talk.changed[who]);
        let steps = steps
            .iter()
            .take(place.limit)
            .map(|talk| line(&[&talk.changed[who], &talk.id, &talk.length()]));
        let unread = self
            .talks
            .iter()
            .filter(|talk| talk.holds(who) && talk.unread(who) > 0)
            .count();
        line(&[
            who,
            &self.counter(who),
            &unread,
            &steps.collect::<Vec<_>>().join(", "),
        ])
    }

    fn told(&self, talk: &Talk) -> String {
        let entries = talk.entries.iter().zip(1..).map(|(entry, seq)| {
            line(&[
                &seq,
                &entry.at,
                &entry.kind.code(),
                &talk.side(&entry.member).code(),
                &self.names[&entry.person],
                &entry.person,
                &format!("{:?}", entry.body),
            ])
        });
        entries.collect::<Vec<_>>().join("; ")
    }
}
