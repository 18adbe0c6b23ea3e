//! The trader block of a shop: what identifies it to buyers.

use axum::response::Response;
use kontor_core::contact_card::Provable;
use kontor_core::trader::TraderBlock;
use kontor_pages::Flash;
use kontor_pages::pages::contact::{TraderForm, TraderPage};
use kontor_store::contact_proof;
use kontor_store::contact_settings::Kept;

use super::form::{self, Pairs};
use super::{Chosen, SellerQuery, chosen};
use crate::actions::trader as act;
use crate::api::v1::contacts::written;
use crate::fault::Fault;
use crate::serve::context::Context;
use crate::web::shell;

/// The shop that the query names, and its block; none where none was set.
async fn find(context: &Context) -> Result<(Chosen, Option<Kept<TraderBlock>>), Fault> {
    let query: SellerQuery = context.query()?;
    let chosen = chosen(context, query.seller).await?;
    if !chosen.seller.business {
        return Err(Fault::new("not_found"));
    }
    let found = act::look_at_trader(&context.app, &chosen.caller, chosen.name()).await;
    let kept = match found {
        Ok(kept) => Some(kept),
        Err(fault) if fault.code == "not_found" => None,
        Err(fault) => return Err(fault),
    };
    Ok((chosen, kept))
}

/// `GET /contact/trader`
///
/// # Errors
/// `not_found`, the store's.
pub async fn show(context: Context) -> Result<Response, Fault> {
    let (chosen, kept) = find(&context).await?;
    let page = page(&context, &chosen, kept).await?;
    let html = page.render(&shell::of(&context).await?);
    Ok(shell::page(&context, 200, html))
}

async fn page(
    context: &Context,
    chosen: &Chosen,
    kept: Option<Kept<TraderBlock>>,
) -> Result<TraderPage, Fault> {
    let unproven = match &kept {
        None => false,
        Some(kept) => {
            let input = (context.market.key, chosen.id.clone(), kept.content.clone());
            context
                .app
                .store
                .read(input, |tx, (key, seller, block)| {
                    Box::pin(async move {
                        let proven = contact_proof::of(tx, *key, seller).await?;
                        let phone = block.phone.as_ref();
                        let shown = proven.holds(Provable::Email(&block.email))
                            && phone.is_some_and(|phone| proven.holds(Provable::Phone(phone)));
                        Ok::<_, Fault>(!shown)
                    })
                })
                .await?
        }
    };
    let empty = TraderForm {
        address: form::empty_address(&context.market),
        ..TraderForm::default()
    };
    Ok(TraderPage {
        seller: chosen.seller.clone(),
        revision: kept.as_ref().map_or(0, |kept| kept.revision),
        form: kept.map_or(empty, |kept| filled(kept.content, &context.market.country)),
        changes: chosen.seller.decides,
        errors: Vec::new(),
        theirs: None,
        unproven,
    })
}

fn filled(block: TraderBlock, country: &str) -> TraderForm {
    TraderForm {
        address: form::address_fields(block.address),
        email: block.email,
        phone: block
            .phone
            .map_or_else(String::new, |number| written(&number, country)),
        register: block.register.unwrap_or_default(),
        register_number: block.register_number.unwrap_or_default(),
        vat_number: block.vat_number.unwrap_or_default(),
    }
}

fn typed(pairs: &Pairs) -> TraderForm {
    TraderForm {
        address: pairs.address(),
        email: pairs.text("email"),
        phone: pairs.text("phone"),
        register: pairs.text("register"),
        register_number: pairs.text("register_number"),
        vat_number: pairs.text("vat_number"),
    }
}

fn block(typed: &TraderForm, country: &str) -> Result<TraderBlock, Fault> {
    let line = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let phone = form::number("phone", &typed.phone, country);
    let phone = phone.map_err(|(field, code)| Fault::field(&field, &code))?;
    Ok(TraderBlock {
        address: form::post_address(&typed.address),
        email: typed.email.to_ascii_lowercase(),
        phone: Some(phone),
        register: line(&typed.register),
        register_number: line(&typed.register_number),
        vat_number: line(&typed.vat_number),
    })
}

/// `POST /contact/trader`: sets the block, with the revision that it replaces.
///
/// # Errors
/// `not_found`, the store's; what cannot be taken is told at its field.
pub async fn save(context: Context) -> Result<Response, Fault> {
    let (chosen, _) = find(&context).await?;
    let pairs = Pairs::of(&context)?;
    let typed = typed(&pairs);
    let outcome = match block(&typed, &context.market.country) {
        Ok(block) => {
            let (name, seen) = (chosen.name(), pairs.revision());
            act::put_trader(&context.app, &chosen.caller, name, block, seen)
                .await
                .map(drop)
        }
        Err(fault) => Err(fault),
    };
    match outcome {
        Ok(()) => {
            let path = chosen.path("/contact/trader");
            Ok(shell::done(&context, &path, Some(Flash::ContactSaved)))
        }
        Err(fault) => again(&context, typed, &pairs, fault).await,
    }
}

async fn again(
    context: &Context,
    typed: TraderForm,
    pairs: &Pairs,
    fault: Fault,
) -> Result<Response, Fault> {
    let conflict = fault.code == "precondition_failed";
    if !conflict && fault.code != "field_invalid" {
        return Err(fault);
    }
    let (chosen, kept) = find(context).await?;
    let base = page(context, &chosen, kept).await?;
    let theirs = conflict.then(|| {
        let form = &base.form;
        let address = &form.address;
        [
            &address.name,
            &address.street,
            &address.postal_code,
            &address.city,
            &address.country,
            &form.email,
            &form.phone,
            &form.register,
            &form.register_number,
            &form.vat_number,
        ]
        .into_iter()
        .filter(|line| !line.is_empty())
        .cloned()
        .collect()
    });
    let page = TraderPage {
        revision: if conflict {
            base.revision
        } else {
            pairs.revision().unwrap_or(base.revision)
        },
        form: typed,
        errors: fault.fields.clone(),
        theirs,
        ..base
    };
    let html = page.render(&shell::of(context).await?);
    Ok(shell::refused(context, &fault, html))
}
