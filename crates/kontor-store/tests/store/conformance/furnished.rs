//! One row in each table that no deed of the other tests fills, so that a backup has something to
//! lose in every table. A new table gets a line here.

use kontor_store::{Result, Tx};

use crate::cast::Cast;
use kontor_store::args;

/// Puts the rows.
pub async fn fill(tx: &mut Tx, cast: &Cast) -> Result<()> {
    let (here, shop, buyer) = (cast.here.0, &cast.shop, &cast.buyer);
    let rows = [
        format!("contact_proof VALUES ({here}, '{shop}', 'email', 'a@b.fi', 1, 'code')"),
        format!("contact_settings VALUES ({here}, '{shop}', '{{}}', 1, 1)"),
        format!("contact_override VALUES ({here}, 'sofa', '{{}}', 1, 1)"),
        format!("trader VALUES ({here}, '{shop}', '{{}}', 1, 1)"),
        format!(
            "callback VALUES ({here}, 'c', '{shop}', NULL, '{buyer}', '+358', '', 'v', 1, NULL)"
        ),
        format!("contact_demand VALUES ({here}, '{shop}', 1, 1, 1)"),
        format!("identity VALUES ({here}, 'https://market.example', '42', '{buyer}', 1)"),
        format!("sign_in_token VALUES ({here}, 'https://market.example', 'jti', 1)"),
        format!("delivery_choice VALUES ({here}, '{shop}', 'both', NULL, 1, 1)"),
        format!(
            "holiday_change VALUES ({here}, 1, 'FI', '2027-01-02', 'add', 'Day', '{buyer}', 1)"
        ),
        format!("code_budget VALUES ({here}, 'value', 'a@b.fi', '1', 1)"),
        format!(
            "guest_link VALUES ({here}, 'l', 'a@b.fi', 'Aino', 'en', '192.0.2.1', NULL, 1, NULL)"
        ),
        format!(
            "pending_message VALUES ({here}, 'l', NULL, '{shop}', 'message', NULL, 'Hello', 1)"
        ),
    ];
    for row in rows {
        tx.exec(format!("INSERT INTO {row}").leak(), &[]).await?;
    }
    tx.exec(
        "INSERT INTO contact VALUES ($1, 1, 'c', $2, NULL, 'phone_shown', 'mobile', 1, $3, 1)",
        args![cast.here, shop, &[7; 16]],
    )
    .await?;
    tx.exec(
        "INSERT INTO orders VALUES ($1, 'T-1', $2, $3, 'paid', '[]', 1, NULL, NULL, NULL, NULL,
                                    NULL, NULL, NULL, $4, 1, 1)",
        args![cast.here, buyer, shop, &[7; 16]],
    )
    .await?;
    Ok(())
}
