//! One SMTP conversation: bytes in, steps out.
//!
//! The session is told bytes and the outcome of deliveries, nothing else: no socket, no clock. The
//! steps depend on the bytes alone, never on how they were cut into packets. The order of commands
//! is in RFC 5321 §4.1.4; what each line means is in `command` and the files of the verbs.

use super::command::{self, Command};
use super::data::Data;
use super::line::{Line, Lines};
use super::reply::{self, Reply};
use super::{AHEAD_BYTES_MAX, COMMAND_LINE_BYTES_MAX, Limits, TEXT_LINE_BYTES_MAX, mail, rcpt};
use crate::address;

/// A message with its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The sender; `None` for the empty path of bounces, to which nothing may be answered.
    pub from: Option<String>,
    /// The recipients in the order named, each once.
    pub to: Vec<String>,
    /// The message with CRLF line ends, dot stuffing undone.
    pub data: Vec<u8>,
}

/// What the caller does next, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Write these bytes to the peer.
    Reply(Vec<u8>),
    /// Keep this message, then report by [`Session::delivered`]; read nothing more until then.
    Deliver(Envelope),
    /// Write what is left to write and close the connection.
    Close,
}

/// Why a message was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undelivered {
    /// For a reason that passes: the peer tries again.
    ForNow,
    /// For good: the peer tells its sender.
    ForGood,
}

#[derive(Debug)]
enum Phase {
    Commands,
    Data(Box<Data>),
    /// A delivery is undecided; holds the bytes that the peer sent meanwhile.
    Delivering(Vec<u8>),
    Closed,
}

/// The server's side of one connection.
#[derive(Debug)]
pub struct Session {
    limits: Limits,
    hostname: String,
    lines: Lines,
    phase: Phase,
    greeted: bool,
    /// `Some` once MAIL was taken; the inner `None` is the empty path.
    from: Option<Option<String>>,
    to: Vec<String>,
    errors: usize,
}

impl Session {
    /// A fresh session; `hostname` is what the server calls itself, `localhost` where it is none.
    #[must_use]
    pub fn new(limits: Limits, hostname: &str) -> Self {
        let named = address::is_domain(hostname);
        Self {
            limits,
            hostname: if named { hostname } else { "localhost" }.to_owned(),
            lines: Lines::default(),
            phase: Phase::Commands,
            greeted: false,
            from: None,
            to: Vec::new(),
            errors: 0,
        }
    }

    /// The banner, to be written before anything is read. Source: RFC 5321 §3.1.
    #[must_use]
    pub fn banner(&self) -> Vec<u8> {
        reply::banner(&self.hostname)
    }

    /// Takes bytes from the peer and appends what follows from them.
    ///
    /// After [`Step::Deliver`] the bytes behind that message wait until [`Session::delivered`];
    /// a caller that goes on reading meanwhile may add [`AHEAD_BYTES_MAX`] bytes.
    pub fn receive(&mut self, bytes: &[u8], steps: &mut Vec<Step>) {
        if let Phase::Delivering(ahead) = &mut self.phase {
            if bytes.len() > AHEAD_BYTES_MAX.saturating_sub(ahead.len()) {
                self.close(reply::TOO_MUCH_AHEAD, steps);
            } else {
                ahead.extend_from_slice(bytes);
            }
            return;
        }
        let mut input = bytes;
        while !input.is_empty() {
            match &mut self.phase {
                Phase::Commands => self.receive_command(&mut input, steps),
                Phase::Data(_) => self.receive_text(&mut input, steps),
                Phase::Delivering(ahead) => {
                    ahead.extend_from_slice(input);
                    return;
                }
                Phase::Closed => return,
            }
        }
    }

    /// Reports what became of the message of the last [`Step::Deliver`]; without one it is ignored.
    pub fn delivered(&mut self, outcome: Result<(), Undelivered>, steps: &mut Vec<Step>) {
        let Phase::Delivering(ahead) = &mut self.phase else {
            return;
        };
        let ahead = std::mem::take(ahead);
        self.phase = Phase::Commands;
        let reply = match outcome {
            Ok(()) => reply::OK,
            Err(Undelivered::ForNow) => reply::TRY_LATER,
            Err(Undelivered::ForGood) => reply::REFUSED,
        };
        self.say(reply, steps);
        self.receive(&ahead, steps);
    }

    fn receive_command(&mut self, input: &mut &[u8], steps: &mut Vec<Step>) {
        match self.lines.next(input, COMMAND_LINE_BYTES_MAX) {
            None => {}
            Some(Line::Stray) => self.close(reply::STRAY, steps),
            Some(Line::TooLong) => self.close(reply::COMMAND_TOO_LONG, steps),
            Some(Line::Whole(line)) => match command::read(&line) {
                Ok(command) => self.obey(&command, steps),
                Err(reply) => self.say(reply, steps),
            },
        }
    }

    fn obey(&mut self, command: &Command<'_>, steps: &mut Vec<Step>) {
        match command {
            Command::Ehlo => {
                self.greet();
                let offer = reply::ehlo(&self.hostname, self.limits.message_bytes_max);
                steps.push(Step::Reply(offer));
            }
            Command::Helo => {
                self.greet();
                steps.push(Step::Reply(reply::helo(&self.hostname)));
            }
            Command::Mail(argument) => {
                let reply = self.begin(argument).err().unwrap_or(reply::OK);
                self.say(reply, steps);
            }
            Command::Rcpt(argument) => {
                let reply = self.address(argument).err().unwrap_or(reply::OK);
                self.say(reply, steps);
            }
            Command::Data if self.from.is_none() => self.say(reply::OUT_OF_ORDER, steps),
            Command::Data if self.to.is_empty() => self.say(reply::NO_RECIPIENTS, steps),
            Command::Data => {
                self.phase = Phase::Data(Box::default());
                self.say(reply::GO_AHEAD, steps);
            }
            Command::Rset => {
                self.forget();
                self.say(reply::OK, steps);
            }
            Command::Noop => self.say(reply::OK, steps),
            Command::Vrfy => self.say(reply::NOT_VERIFIED, steps),
            Command::Quit => self.close(reply::GOODBYE, steps),
        }
    }

    /// A greeting also forgets what was begun. Source: RFC 5321 §4.1.4.
    fn greet(&mut self) {
        self.greeted = true;
        self.forget();
    }

    fn forget(&mut self) {
        self.from = None;
        self.to = Vec::new();
    }

    fn begin(&mut self, argument: &str) -> Result<(), Reply> {
        if !self.greeted || self.from.is_some() {
            return Err(reply::OUT_OF_ORDER);
        }
        self.from = Some(mail::read(argument, self.limits.message_bytes_max)?);
        Ok(())
    }

    fn address(&mut self, argument: &str) -> Result<(), Reply> {
        if self.from.is_none() {
            return Err(reply::OUT_OF_ORDER);
        }
        let recipient = rcpt::read(argument)?;
        if self.to.contains(&recipient) {
            return Ok(());
        }
        if self.to.len() >= self.limits.recipients_max {
            return Err(reply::TOO_MANY_RECIPIENTS);
        }
        self.to.push(recipient);
        Ok(())
    }

    fn receive_text(&mut self, input: &mut &[u8], steps: &mut Vec<Step>) {
        let Phase::Data(data) = &mut self.phase else {
            return;
        };
        let before = input.len();
        let line = self.lines.next(input, TEXT_LINE_BYTES_MAX);
        // Judged before the line, so that the outcome does not hang on the packets.
        if data.count(before - input.len(), &self.limits) {
            self.close(reply::FAR_TOO_LARGE, steps);
            return;
        }
        match line {
            None => {}
            Some(Line::Stray) => self.close(reply::STRAY, steps),
            Some(Line::TooLong) => data.refuse(reply::TEXT_LINE_TOO_LONG),
            Some(Line::Whole(line)) => {
                let ended = data.take(&line, &self.limits).then(|| std::mem::take(data));
                if let Some(data) = ended {
                    self.end_of_data(*data, steps);
                }
            }
        }
    }

    fn end_of_data(&mut self, data: Data, steps: &mut Vec<Step>) {
        self.phase = Phase::Commands;
        let from = self.from.take().flatten();
        let to = std::mem::take(&mut self.to);
        match data.finish() {
            Ok(data) => {
                self.phase = Phase::Delivering(Vec::new());
                steps.push(Step::Deliver(Envelope { from, to, data }));
            }
            Err(reply) => self.say(reply, steps),
        }
    }

    /// Says one line. A refusal counts; a 452 does not, or a long list of recipients would cost
    /// the message for those that were taken.
    fn say(&mut self, reply: Reply, steps: &mut Vec<Step>) {
        steps.push(Step::Reply(reply::line(reply)));
        if reply.starts_with('5') {
            self.errors += 1;
            if self.errors >= self.limits.errors_max {
                self.close(reply::TOO_MANY_ERRORS, steps);
            }
        }
    }

    fn close(&mut self, reply: Reply, steps: &mut Vec<Step>) {
        self.phase = Phase::Closed;
        self.forget();
        steps.push(Step::Reply(reply::line(reply)));
        steps.push(Step::Close);
    }
}
