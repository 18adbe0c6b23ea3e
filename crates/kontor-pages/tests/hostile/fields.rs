//! Every page with the same text in each field that holds text.

mod contact;

use kontor_core::conversation::ConversationState;
use kontor_core::listing::{ListingState, Price};
use kontor_core::marketplace::Preset;
use kontor_core::time::Micros;
use kontor_core::timeline::EntryKind;
use kontor_pages::pages::Composer;
use kontor_pages::pages::account::{AccountPage, SessionRow};
use kontor_pages::pages::api::{Answer, ApiDocs, Operation, OperationGroup, Param};
use kontor_pages::pages::conversation::{Entry, Inbox, InboxRow, ThreadListing, ThreadPage};
use kontor_pages::pages::demo::{
    CaughtMail, CaughtSms, DemoMail, DemoMarketplace, DemoStart, Persona, PersonaCard,
};
use kontor_pages::pages::error::{ErrorPage, Trouble};
use kontor_pages::pages::guest::{AskPage, ConfirmPage, PendingMessage};
use kontor_pages::pages::holiday::{HolidayForm, HolidayPage, HolidayRow};
use kontor_pages::pages::listing::{ListingList, ListingPage, ListingRow};
use kontor_pages::pages::operator::{ImportPage, ImportRow, OperatorPage, RefusedRow};
use kontor_pages::pages::order::{ItemRow, OrderList, OrderPage, OrderRow, Writing};
use kontor_pages::pages::proof::{
    EmailProofPage, Owner, ProofError, ProofsPage, ProvenRow, WaitingRow,
};
use kontor_pages::pages::sign_in::SignInPage;
use kontor_pages::{Known, Locale, Shell};

const AT: Micros = Micros(1_795_262_700_000_000);

fn shell(x: &str) -> Shell {
    Shell {
        marketplace: x.into(),
        path: format!("/{x}"),
        support_url: Some(x.into()),
        caller: Some(Known {
            name: x.into(),
            unread: 1,
            orders: true,
            operates: true,
            sells_in_team: true,
            sells: true,
        }),
        ..Shell::sample(Locale::En)
    }
}

fn composer(x: &str) -> Composer {
    Composer {
        key: x.into(),
        form: true,
        subject: x.into(),
        body: x.into(),
        name: x.into(),
        email: x.into(),
        consent: true,
        error: Some(x.into()),
    }
}

/// Every page, with `x` in each field.
pub fn pages(x: &str) -> Vec<String> {
    let shell = shell(x);
    let mut all = listings(x, &shell);
    all.extend(conversations(x, &shell));
    all.extend(orders(x, &shell));
    all.extend(around(x, &shell));
    all.extend(guests(x, &shell));
    all.extend(operators(x, &shell));
    all.extend(contact::pages(x, &shell));
    all.push(proofs(x).render(&shell));
    all.push(email_proof(x).render(&shell));
    all
}

fn listings(x: &str, shell: &Shell) -> Vec<String> {
    let price = Some(Price {
        minor: 100,
        currency: x.into(),
    });
    let list = ListingList {
        q: x.into(),
        seller: Some(x.into()),
        rows: vec![ListingRow {
            external_id: x.into(),
            title: x.into(),
            price: price.clone(),
            seller: x.into(),
            language: Some(x.into()),
        }],
        next: Some(x.into()),
    };
    let listing = ListingPage {
        external_id: x.into(),
        title: x.into(),
        description: x.into(),
        price,
        seller: x.into(),
        seller_place: format!("/sellers/{x}"),
        url: Some(x.into()),
        language: Some(x.into()),
        state: ListingState::Offered,
        own: false,
        guests_write: true,
        conversation: Some(x.into()),
        card: contact::card(x),
        contact_point: Some(contact::point(x)),
        composer: composer(x),
    };
    let nobody = Shell {
        caller: None,
        ..shell.clone()
    };
    let empty = ListingList {
        rows: Vec::new(),
        ..list.clone()
    };
    vec![
        list.render(shell),
        empty.render(shell),
        listing.render(shell),
        listing.render(&nobody),
    ]
}

fn conversations(x: &str, shell: &Shell) -> Vec<String> {
    let inbox = Inbox {
        state: None,
        q: x.into(),
        rows: vec![InboxRow {
            id: x.into(),
            other: x.into(),
            listing: Some(x.into()),
            order: Some(x.into()),
            preview: x.into(),
            preview_own: true,
            at: AT,
            unread: 2,
            state: ConversationState::Closed,
        }],
        older: Some(x.into()),
    };
    let entry = |seq, kind| Entry {
        seq,
        at: AT,
        kind,
        own: seq == 1,
        author: x.into(),
        body: x.into(),
        subject: Some(x.into()),
    };
    let thread = ThreadPage {
        id: x.into(),
        seq: 3,
        state: ConversationState::Open,
        other: x.into(),
        listing: Some(ThreadListing {
            external_id: x.into(),
            title: x.into(),
        }),
        order: Some(x.into()),
        entries: vec![
            entry(1, EntryKind::Message),
            entry(2, EntryKind::Message),
            entry(3, EntryKind::Closed),
        ],
        earlier: Some(1),
        composer: composer(x),
    };
    vec![inbox.render(shell), thread.render(shell)]
}

fn orders(x: &str, shell: &Shell) -> Vec<String> {
    let page = OrderPage {
        number: x.into(),
        other: x.into(),
        items: vec![ItemRow {
            title: x.into(),
            listing: Some(x.into()),
            ..OrderPage::sample().items.remove(0)
        }],
        carrier: Some(x.into()),
        tracking: Some(x.into()),
        writing: Writing::Other {
            conversation: Some("/conversations/cnv_0".into()),
        },
        composer: composer(x),
        ..OrderPage::sample()
    };
    let list = OrderList {
        rows: vec![OrderRow {
            number: x.into(),
            other: x.into(),
            title: Some(x.into()),
            ..OrderList::sample().rows.remove(0)
        }],
        older: Some(x.into()),
        ..OrderList::sample()
    };
    vec![list.render(shell), page.render(shell)]
}

fn account(x: &str) -> AccountPage {
    AccountPage {
        name: x.into(),
        email: Some(x.into()),
        email_proven: Some(false),
        proven: Some(x.into()),
        error: Some(x.into()),
        sessions: vec![SessionRow {
            id: x.into(),
            program: true,
            label: x.into(),
            since: AT,
            current: false,
        }],
    }
}

fn proofs(x: &str) -> ProofsPage {
    let owner = Owner {
        id: x.into(),
        name: x.into(),
    };
    ProofsPage {
        owners: vec![owner.clone(), owner.clone()],
        owner,
        proven: vec![ProvenRow {
            kind: "email",
            value: x.into(),
            shown: x.into(),
            since: AT,
            by_marketplace: false,
            login: true,
        }],
        waiting: vec![WaitingRow {
            kind: "phone",
            value: x.into(),
            shown: x.into(),
            until: AT,
        }],
        feed_addresses: vec![(x.into(), 2)],
        error: Some(ProofError {
            code: x.into(),
            kind: "email".into(),
            value: x.into(),
        }),
    }
}

fn email_proof(x: &str) -> EmailProofPage {
    EmailProofPage {
        email: x.into(),
        proven: false,
        until: Some(AT),
        error: Some(x.into()),
    }
}

fn guests(x: &str, shell: &Shell) -> Vec<String> {
    let ask = |sent| AskPage {
        email: x.into(),
        sent,
        message: true,
        error: Some(x.into()),
    };
    let confirm = ConfirmPage {
        token: x.into(),
        email: x.into(),
        name: x.into(),
        messages: vec![PendingMessage {
            seller: x.into(),
            listing: Some(x.into()),
            subject: Some(x.into()),
            body: x.into(),
        }],
        expired: false,
    };
    vec![
        ask(true).render(shell),
        ask(false).render(shell),
        confirm.render(shell),
    ]
}

fn around(x: &str, shell: &Shell) -> Vec<String> {
    let sign_in = SignInPage {
        email: x.into(),
        next: x.into(),
        guests_enter: true,
        error: Some(x.into()),
    };
    let start = DemoStart {
        personas: vec![PersonaCard {
            persona: Persona::Buyer,
            name: x.into(),
        }],
        marketplaces: vec![DemoMarketplace {
            name: x.into(),
            base_url: format!("http://localhost/{x}"),
            preset: Preset::Closed,
            listings: 2,
        }],
    };
    let mail = DemoMail {
        texts: vec![CaughtSms {
            to: x.into(),
            at: AT,
            text: x.into(),
        }],
        mails: vec![CaughtMail {
            to: x.into(),
            from: x.into(),
            subject: x.into(),
            at: AT,
            body: x.into(),
        }],
    };
    let error = ErrorPage {
        request: x.into(),
        reason: Some(x.into()),
        next: x.into(),
        ..ErrorPage::sample(Trouble::SignInFirst)
    };
    vec![
        account(x).render(shell),
        sign_in.render(shell),
        start.render(shell),
        mail.render(shell),
        error.render(shell),
        api(x).render(shell),
    ]
}

fn api(x: &str) -> ApiDocs {
    ApiDocs {
        groups: vec![OperationGroup {
            noun: x.into(),
            operations: vec![Operation {
                method: x.into(),
                path: x.into(),
                summary: x.into(),
                permission: x.into(),
                params: vec![Param {
                    name: x.into(),
                    place: x.into(),
                    required: true,
                    what: x.into(),
                }],
                body: Some(x.into()),
                answers: vec![Answer {
                    status: 200,
                    what: x.into(),
                    body: Some(x.into()),
                }],
            }],
        }],
    }
}

fn operators(x: &str, shell: &Shell) -> Vec<String> {
    let import = ImportRow {
        id: x.into(),
        feed: x.into(),
        state: x.into(),
        ..ImportRow::sample()
    };
    let operator = OperatorPage {
        imports: vec![import.clone()],
        ..OperatorPage::default()
    };
    let page = ImportPage {
        import,
        refused: vec![RefusedRow {
            row: 1,
            field: x.into(),
            code: x.into(),
        }],
        next: Some(x.into()),
    };
    let mut holidays = HolidayPage {
        country: x.into(),
        countries: vec![x.into()],
        refused: Some(HolidayForm {
            date: x.into(),
            name: x.into(),
            error: x.into(),
        }),
        ..HolidayPage::sample()
    };
    for row in holidays.years.iter_mut().flat_map(|year| &mut year.rows) {
        let changed = Some((x.to_owned(), AT));
        *row = HolidayRow {
            name: x.into(),
            changed,
            ..row.clone()
        };
    }
    vec![
        operator.render(shell),
        page.render(shell),
        holidays.render(shell),
    ]
}
