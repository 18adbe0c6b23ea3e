//! Streams of people whose rights in a shop end.

use std::sync::Arc;
use std::time::Duration;

use kontor_core::id::{AccountId, ShopId};
use kontor_server::live;
use kontor_store::{Engine, Options, Store, team};

use crate::ground::Site;
use crate::sse::EventStream;
use crate::team::remove;
use crate::testapp::TestApp;

lite!(a_stream_that_opens_while_its_right_ends_is_closed);

async fn a_stream_that_opens_while_its_right_ends_is_closed(site: Arc<Site>) {
    use http_body_util::BodyExt;

    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let known = app.app.caller(here.key, &here.shop_member.token).await;
    let known = known.unwrap().unwrap();
    remove(&app, &here.shop_admin, &here.shop_member)
        .await
        .is(204);
    let late = live::stream::open(Arc::clone(&app.app), known, None).await;
    let late = late.unwrap().collect().await.unwrap();
    assert!(late.to_bytes().is_empty());
}

/// Several servers share only PostgreSQL.
#[test]
fn a_stream_learns_of_a_right_that_another_server_took() {
    let name = "a_stream_learns_of_a_right_that_another_server_took";
    crate::ground::run(Engine::Postgres, name, looking_by_itself);
}

/// Another server's write rings nobody here: the stream looks by itself every 15 seconds.
async fn looking_by_itself(site: Arc<Site>) {
    let app = TestApp::start(&site).await;
    let here = &app.cast.here;
    let mut stream = EventStream::follow(&app, &here.shop_member).await;
    let other = Store::open(Options::quiet(&site.url)).await.unwrap();
    let (shop, member) = (here.shop.clone(), here.shop_member.id.clone());
    let input = (here.key, ShopId(shop), AccountId(member));
    let gone = other.write(input, |tx, (key, shop, member)| {
        Box::pin(async move {
            let gone: kontor_store::Result<bool> = team::remove(tx, *key, shop, member).await;
            gone
        })
    });
    assert!(gone.await.unwrap());
    other.close().await;
    // Events that keep coming do not keep it from looking.
    let writing = async {
        loop {
            app.wrote(&here.shop_member, "lamp", "Mine").await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let ending = async {
        loop {
            let event = stream.next().await.expect("a word before the end");
            if event.kind == "rights" {
                return stream.ends().await;
            }
        }
    };
    let until = Duration::from_secs(60);
    let ended = tokio::time::timeout(until, async {
        tokio::select! {
            () = ending => {}
            () = writing => {}
        }
    });
    ended.await.expect("it looks");
}
