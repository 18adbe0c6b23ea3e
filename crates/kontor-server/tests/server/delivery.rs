//! How messages reach sellers: what a shop chooses, to which addresses whole messages go, and that each
//! goes there once. Mails that only say that something is there are in `notices.rs`.

use std::sync::Arc;

use kontor_core::contact_card::Provable;
use kontor_core::id::{ConversationId, PrincipalId};
use kontor_core::outbox::Topic;
use kontor_core::time::{MINUTE, SECOND};
use kontor_server::fault::Fault;
use kontor_store::contact_proof::{self, ProvenBy};
use kontor_store::{check, outbox};
use serde_json::{Value, json};

use crate::access_bodies::sale;
use crate::cast::Person;
use crate::client::{Request, get, put};
use crate::deeds::asking;
use crate::ground::Site;
use crate::notices::free_port;
use crate::orders::{putting, writing};
use crate::testapp::TestApp;

both!(
    every_choice_with_and_without_a_proven_listing_address,
    a_private_seller_has_the_inbox_and_a_notice,
    a_relay_that_is_down_gets_each_message_later_and_once,
    work_that_was_taken_by_a_process_that_died_is_done_once,
);
lite!(
    a_shops_own_address_is_used_once_it_is_proven,
    nothing_goes_to_an_address_that_is_not_proven,
    what_waits_unread_stays_unread,
    an_address_that_is_no_longer_proven_gets_nothing,
    every_administrator_gets_each_message_once,
    an_order_is_named_in_the_mail,
    without_a_relay_everything_goes_to_the_inbox,
);

const LISTING_ADDRESS: &str = "sofa@lamppu.example";

/// What a shop chooses.
pub fn choosing(person: &Person, seller: &str, body: &Value) -> Request {
    put(format!("/api/v1/sellers/{seller}/delivery"))
        .by(person)
        .json(body)
}

/// Gives the listing of the shop an address of its own.
async fn with_address(app: &TestApp) {
    let body =
        json!({ "seller": "lamppu", "title": "Green sofa", "contact_email": LISTING_ADDRESS });
    let request = put("/api/v1/listings/sofa").by(&app.cast.here.operator);
    app.send(request.json(&body)).await.is(200);
}

/// Proves an address of the shop, or takes the proof back.
pub async fn prove(app: &TestApp, address: &str, proven: bool) {
    let here = &app.cast.here;
    let shop = PrincipalId(here.shop.clone());
    let input = (
        here.key,
        shop,
        address.to_owned(),
        proven,
        app.app.clock.now(),
    );
    app.app
        .store
        .write(input, |tx, (key, shop, address, proven, now)| {
            Box::pin(async move {
                let what = Provable::Email(address);
                if *proven {
                    contact_proof::put(tx, *key, shop, what, ProvenBy::Code, *now).await?;
                } else {
                    contact_proof::remove(tx, *key, shop, what).await?;
                }
                Ok::<_, Fault>(())
            })
        })
        .await
        .unwrap();
}

/// Receivers and texts of the mails that came after the first `from`.
fn mails(app: &TestApp, from: usize) -> Vec<(String, String)> {
    let caught = app.caught();
    let told = |one: &kontor_server::smtp::catcher::Caught| {
        (one.to.join(" "), one.mail.text.clone().unwrap_or_default())
    };
    caught.iter().skip(from).map(told).collect()
}

/// Does all that is due now and in the next minutes.
async fn wait(app: &TestApp) {
    for _ in 0..3 {
        app.work().await;
        app.later(MINUTE);
    }
}

/// Asserts that what is derived follows from the timeline.
async fn assert_whole(app: &TestApp, id: &str) {
    let input = (app.cast.here.key, ConversationId(id.to_owned()));
    let wrong = app
        .app
        .store
        .read(input, |tx, (key, id)| {
            Box::pin(async move {
                let mut all = check::conversation(tx, *key, id).await?;
                all.extend(check::principals(tx).await?);
                Ok::<_, Fault>(all)
            })
        })
        .await
        .unwrap();
    assert_eq!(wrong, []);
}

async fn every_choice_with_and_without_a_proven_listing_address(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    with_address(&app).await;
    let mut said = 0;
    // The one that was not made first: a choice once made stands.
    for choice in [None, Some("email"), Some("both"), Some("inbox")] {
        for proven in [false, true] {
            prove(&app, LISTING_ADDRESS, proven).await;
            let case = format!("{choice:?}, listing's address proven: {proven}");
            if let Some(choice) = choice {
                let request = choosing(&here.shop_admin, "lamppu", &json!({ "choice": choice }));
                app.send(request).await.is(200);
            }
            let before = app.caught().len();
            said += 1;
            let text = format!("Message {said}: is it WHOLE?");
            let id = app.wrote(&here.buyer, "sofa", &text).await;
            wait(&app).await;
            let whole = choice != Some("inbox");
            let address = if whole && proven {
                LISTING_ADDRESS
            } else {
                "kaisa@posti.example"
            };
            let came = mails(&app, before);
            assert_eq!(came.len(), 1, "{case}: {came:?}");
            assert_eq!(
                (came[0].0.as_str(), came[0].1.contains(&text)),
                (address, whole),
                "{case}"
            );
            let seen = app.conversation(&here.shop_member, &id).await;
            let unread = i64::from(matches!(choice, Some("both" | "inbox")));
            assert_eq!(seen["unread"], json!(unread), "{case}");
            let me = app.shown(&here.shop_admin, "/api/v1/me").await;
            assert_eq!(me["unread_conversations"], json!(unread), "{case}");
            assert_eq!(
                app.texts(&here.shop_admin, &id).await.last(),
                Some(&text),
                "{case}"
            );
            assert_whole(&app, &id).await;
            app.read(&here.shop_admin, &id, said).await;
        }
    }
}

async fn a_private_seller_has_the_inbox_and_a_notice(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let id = app.wrote(&here.buyer, "lamp", "Is it WHOLE?").await;
    wait(&app).await;
    let came = mails(&app, 0);
    assert_eq!(came.len(), 1);
    assert_eq!(
        (came[0].0.as_str(), came[0].1.contains("WHOLE")),
        ("mika@posti.example", false)
    );
    assert_eq!(
        app.conversation(&here.seller, &id).await["unread"],
        json!(1)
    );
    // What a shop answers comes to the buyer as a notice too.
    let id = app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    app.answered(&here.shop_member, &id, "SOFT it is.").await;
    wait(&app).await;
    let came = mails(&app, 1);
    assert_eq!(came.len(), 2);
    let to_buyer = came
        .iter()
        .find(|(to, _)| to == "aino@posti.example")
        .unwrap();
    assert!(!to_buyer.1.contains("SOFT"));
}

async fn a_relay_that_is_down_gets_each_message_later_and_once(site: Arc<Site>) {
    let port = free_port().await;
    let relay = format!("smtp://127.0.0.1:{port}");
    let app = TestApp::with(&site, |config| config.mail_relay = relay).await;
    let here = &app.cast.here;
    let texts = ["First", "Second", "Third"].map(str::to_owned);
    for text in &texts {
        app.wrote(&here.buyer, "sofa", text).await;
    }
    wait(&app).await;
    app.catch_on(port).await;
    for _ in 0..6 {
        wait(&app).await;
    }
    let came = mails(&app, 0);
    assert_eq!(came.len(), 3, "{came:?}");
    for (text, (to, mail)) in texts.iter().zip(&came) {
        assert_eq!(to, "kaisa@posti.example");
        assert!(mail.contains(text.as_str()), "in order: {came:?}");
    }
    let ids: std::collections::BTreeSet<_> = app
        .caught()
        .iter()
        .map(|one| one.mail.message_id.clone())
        .collect();
    assert_eq!(ids.len(), 3, "a mail of its own for each message");
}

async fn work_that_was_taken_by_a_process_that_died_is_done_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = app.cast.here.clone();
    app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    let input = (here.key, app.app.clock.now().plus(SECOND));
    let taken = app
        .app
        .store
        .write(input, |tx, (key, now)| {
            Box::pin(async move {
                Ok::<_, Fault>(outbox::take(tx, *key, Topic::Delivery, *now, 10).await?)
            })
        })
        .await
        .unwrap();
    assert_eq!(taken.len(), 1);
    app.work().await;
    assert_eq!(app.caught().len(), 0, "another has it");
    let app = app.crash().await;
    app.later(20 * MINUTE);
    wait(&app).await;
    assert_eq!(app.caught().len(), 1);
}

async fn a_shops_own_address_is_used_once_it_is_proven(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let wanted = json!({ "choice": "email", "address": "Myynti@lamppu.example" });
    let chosen = app
        .send(choosing(&here.shop_admin, "lamppu", &wanted))
        .await
        .is(200)
        .json();
    assert_eq!(
        (&chosen["address_proven"], &chosen["goes_to"]),
        (&json!(false), &json!("administrators"))
    );
    app.wrote(&here.buyer, "sofa", "First").await;
    wait(&app).await;
    prove(&app, "myynti@lamppu.example", true).await;
    let chosen = app
        .shown(&here.shop_admin, "/api/v1/sellers/lamppu/delivery")
        .await;
    assert_eq!(
        (&chosen["address_proven"], &chosen["goes_to"]),
        (&json!(true), &json!("shop"))
    );
    app.wrote(&here.buyer, "sofa", "Second").await;
    wait(&app).await;
    with_address(&app).await;
    prove(&app, LISTING_ADDRESS, true).await;
    app.wrote(&here.buyer, "sofa", "Third").await;
    wait(&app).await;
    let to: Vec<String> = mails(&app, 0).into_iter().map(|(to, _)| to).collect();
    assert_eq!(
        to,
        [
            "kaisa@posti.example",
            "Myynti@lamppu.example",
            LISTING_ADDRESS
        ]
    );
}

async fn nothing_goes_to_an_address_that_is_not_proven(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    with_address(&app).await;
    let wanted = json!({ "choice": "email", "address": "myynti@lamppu.example" });
    app.send(choosing(&here.shop_admin, "lamppu", &wanted))
        .await
        .is(200);
    unprove_administrator(&app).await;
    let id = app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    wait(&app).await;
    assert_eq!(app.caught().len(), 0);
    let seen = app.conversation(&here.shop_member, &id).await;
    assert_eq!(seen["unread"], json!(1), "so that nobody overlooks it");
    let chosen = app
        .shown(&here.operator, "/api/v1/sellers/lamppu/delivery")
        .await;
    assert_eq!(chosen["goes_to"], "inbox");
}

/// A changed login address is to be proven anew.
async fn unprove_administrator(app: &TestApp) {
    let body = json!({
        "role": "business_seller", "name": "Kaisa", "email": "kaisa.new@posti.example",
        "shop": { "external_id": "lamppu", "administrator": true },
    });
    let request = put("/api/v1/accounts/kaisa").by(&app.cast.here.operator);
    app.send(request.json(&body)).await.is(200);
}

async fn what_waits_unread_stays_unread(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let choose = async |choice: &str| {
        let body = json!({ "choice": choice });
        app.send(choosing(&here.shop_admin, "lamppu", &body))
            .await
            .is(200);
    };
    choose("both").await;
    let id = app.wrote(&here.buyer, "sofa", "First").await;
    choose("email").await;
    app.wrote(&here.buyer, "sofa", "Second").await;
    assert_eq!(
        app.conversation(&here.shop_admin, &id).await["unread"],
        json!(2)
    );
    app.read(&here.shop_admin, &id, 2).await;
    app.wrote(&here.buyer, "sofa", "Third").await;
    let seen = app.conversation(&here.shop_admin, &id).await;
    assert_eq!((&seen["unread"], &seen["read_seq"]), (&json!(0), &json!(3)));
    assert_whole(&app, &id).await;
}

async fn an_address_that_is_no_longer_proven_gets_nothing(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    with_address(&app).await;
    prove(&app, LISTING_ADDRESS, true).await;
    app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    prove(&app, LISTING_ADDRESS, false).await;
    wait(&app).await;
    assert_eq!(app.caught().len(), 0);
    prove(&app, LISTING_ADDRESS, true).await;
    wait(&app).await;
    assert_eq!(app.caught().len(), 1, "it was not given up");
}

async fn every_administrator_gets_each_message_once(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let body = json!({
        "role": "business_seller", "name": "Otto", "email": "otto@posti.example",
        "email_verified": true, "shop": { "external_id": "lamppu", "administrator": true },
    });
    let request = put("/api/v1/accounts/otto").by(&here.operator).json(&body);
    app.send(request).await.is(200);
    app.send(asking(&here.buyer, "sofa", "First").key("k"))
        .await
        .is(201);
    app.send(asking(&here.buyer, "sofa", "First").key("k"))
        .await
        .is(201);
    wait(&app).await;
    let mut to: Vec<String> = mails(&app, 0).into_iter().map(|(to, _)| to).collect();
    to.sort();
    assert_eq!(to, ["kaisa@posti.example", "otto@posti.example"]);
    let ids: std::collections::BTreeSet<_> = app
        .caught()
        .iter()
        .map(|one| one.mail.message_id.clone())
        .collect();
    assert_eq!(ids.len(), 2);
}

async fn an_order_is_named_in_the_mail(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    app.send(putting(&app, "T-1", &sale("aino", "lamppu")))
        .await
        .is(201);
    app.send(writing(&here.buyer, "T-1", "Where is it?"))
        .await
        .is(201);
    wait(&app).await;
    let caught = app.caught();
    let subject = caught[0].mail.subject.clone().unwrap();
    assert!(
        subject.contains("T-1") && subject.contains("Aino"),
        "{subject}"
    );
    // The buyer has an inbox, whoever begins.
    app.send(writing(&here.shop_admin, "T-1", "On its WAY."))
        .await
        .is(200);
    wait(&app).await;
    let came = mails(&app, 1);
    assert_eq!((came.len(), came[0].0.as_str()), (1, "aino@posti.example"));
    assert!(!came[0].1.contains("WAY"));
}

async fn without_a_relay_everything_goes_to_the_inbox(site: Arc<Site>) {
    let app = TestApp::with(&site, |config| config.mail_relay = String::new()).await;
    let here = &app.cast.here;
    let chosen = app
        .shown(&here.shop_admin, "/api/v1/sellers/lamppu/delivery")
        .await;
    assert_eq!(
        (&chosen["choice"], &chosen["goes_to"]),
        (&json!("email"), &json!("inbox"))
    );
    let id = app.wrote(&here.buyer, "sofa", "Is it soft?").await;
    assert_eq!(
        app.conversation(&here.shop_admin, &id).await["unread"],
        json!(1)
    );
    let page = app
        .send(get("/contact/delivery").browser(&here.shop_admin))
        .await
        .is(200);
    assert!(page.text().contains("sends no e-mail"), "{}", page.text());
}
