//! What the access table asks about teams: two shops, somebody to be changed, an invitation.

use kontor_core::account::Role;
use kontor_core::id::{InvitationId, PrincipalId, ShopId};
use kontor_core::time::{DAY, HOUR};
use kontor_server::actions::people::{AccountDraft, put_account, put_shop};
use kontor_server::serve::context::Route;
use kontor_store::invitation::{self, Invitation};

use serde_json::json;

use crate::access_stage::{Relation, Stage};
use crate::client::Request;
use crate::testapp::{DAWN, TestApp};

/// The shop of nobody who asks.
const OTHER: &str = "kauppa";

/// Puts a shop that none of the cast belongs to.
pub async fn another_shop(app: &TestApp) {
    let key = app.cast.here.key;
    let other = put_shop(&app.app, key, OTHER, "Kauppa").await.unwrap().0;
    place(app, "vilma", true).await;
    invite(app, ShopId(app.cast.here.shop.clone())).await;
    invite(app, other).await;
}

/// Puts somebody into the teams of both shops.
async fn place(app: &TestApp, external_id: &str, administrator: bool) -> String {
    let mut id = String::new();
    for shop in [OTHER, "lamppu"] {
        let draft = AccountDraft {
            external_id: external_id.to_owned(),
            role: Role::BusinessSeller,
            name: external_id.to_owned(),
            email: format!("{external_id}@posti.example"),
            email_verified: true,
            password: None,
            locale: None,
            shop: Some((shop.to_owned(), administrator && shop == OTHER)),
            disabled: None,
        };
        let put = put_account(&app.app, app.cast.here.key, draft, None).await;
        id = put.unwrap().0.id.0;
    }
    id
}

/// The request with what a route about teams takes; none for other routes.
pub fn with_body(route: &Route, key: &str, request: &Request) -> Option<Request> {
    let email = format!("{key}@posti.example");
    let body = match (route.method, route.path) {
        ("POST", "/team/{id}/invitations") => {
            return Some(request.clone().form(&[("key", key), ("email", &email)]));
        }
        ("POST", "/api/v1/shops/{id}/invitations") => json!({ "email": email }),
        ("PUT", "/api/v1/shops/{id}/team/{account}") => json!({ "administrator": false }),
        ("POST", "/api/v1/invitations/acceptance") => json!({ "token": "kt_nonsense" }),
        _ => return None,
    };
    Some(request.clone().json(&body))
}

impl Stage<'_> {
    pub fn shop(&self, relation: Relation) -> &str {
        match relation {
            Relation::Own => "lamppu",
            Relation::Other => OTHER,
            Relation::Twin => &self.app.cast.there.shop,
            Relation::Missing => "shp_00000000000000000000000000",
            Relation::Nonsense => "a b",
        }
    }

    /// The rest of a path, with a second thing that it names put in place.
    pub async fn second(&self, rest: &str) -> String {
        if rest.contains("{account}") {
            rest.replace("{account}", &place(self.app, "somebody", false).await)
        } else if rest.contains("{invitation}") {
            rest.replace("{invitation}", &self.invitation().await)
        } else {
            rest.to_owned()
        }
    }

    /// An invitation into both shops, under one id. It is always the same, since a page that says that
    /// there is nothing names its own path.
    async fn invitation(&self) -> String {
        let key = self.app.cast.here.key;
        let id = InvitationId::new(DAWN, [7; 10]);
        let again = self
            .app
            .app
            .store
            .write((key, id.clone()), |tx, (key, id)| {
                Box::pin(async move {
                    let sql = "UPDATE shop_invitation SET ended_at = NULL
                           WHERE marketplace = $1 AND invitation = $2";
                    tx.exec(sql, kontor_store::args![*key, id]).await
                })
            });
        let again: kontor_store::Result<u64> = again.await;
        assert_eq!(again.unwrap(), 2);
        id.0
    }
}

/// Too old to count as a mail of today.
async fn invite(app: &TestApp, shop: ShopId) {
    let here = &app.cast.here;
    let new = Invitation {
        id: InvitationId::new(DAWN, [7; 10]),
        email: "invited@posti.example".to_owned(),
        administrator: false,
        invited_by: PrincipalId(here.operator.id.clone()),
        created_at: DAWN.plus(-2 * DAY),
        expires_at: DAWN.plus(HOUR),
        shop,
    };
    let kept = app.app.store.write((here.key, new), |tx, (key, new)| {
        Box::pin(invitation::put(tx, *key, new))
    });
    let kept: kontor_store::Result<()> = kept.await;
    kept.unwrap();
}
