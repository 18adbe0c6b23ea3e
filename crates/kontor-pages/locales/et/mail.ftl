### E-kirjad. Lihtsad sõnad; mitte kunagi sõnumi teksti ennast.

mail-greeting = Tere, { $name }
mail-notice-subject = { $name } kirjutas teile kuulutuse „{ $listing }” kohta
mail-notice-subject-plain = { $name } kirjutas teile
mail-notice-wrote = { $name } kirjutas teile kuulutuse „{ $listing }” kohta.
mail-notice-wrote-plain = { $name } kirjutas teile.
mail-notice-open = Loe sõnumit ja vasta
mail-safe = { $marketplace } ei küsi kunagi e-kirja teel parooli ega makset.
mail-reset-subject = Valige uus parool: { $marketplace }
mail-reset-why = Teie kontole keskkonnas { $marketplace } küsiti uut parooli. Valige see siin:
mail-reset-open = Vali uus parool
mail-reset-until = Link töötab ühe korra ja { $minutes } minutit. Kui see ei olnud teie, ärge tehke midagi: teie parool jääb samaks.
mail-proof-subject = { $code } on teie kood keskkonna { $marketplace } jaoks
mail-proof-why = Keegi soovib, et temaga saaks keskkonnas { $marketplace } sellel aadressil ühendust võtta. Kui see olete teie, sisestage see kood:
mail-proof-until = Kood kehtib { $minutes } minutit. Ärge andke seda kellelegi. Kui see ei olnud teie, ärge tehke midagi: ilma koodita ei näidata aadressi kellelegi.
mail-proof-sms = { $marketplace }: teie kood on { $code }. See kehtib { $minutes } minutit. Ärge andke seda kellelegi.
mail-guest-subject = Kinnitage oma e-posti aadress: { $marketplace }
mail-guest-why = Keskkonnas { $marketplace } anti see aadress, et kirjutada ilma kontota. Kui see olite teie, kinnitage aadress siin:
mail-guest-open = Kinnita aadress
mail-guest-until = Link töötab ühe korra ja { $hours } tundi. Kui see ei olnud teie, ärge tehke midagi: siis ei saadeta midagi.
mail-guest-account = Teil on selle aadressiga konto. Oma kontoga kirjutamiseks logige sisse: { $link }
mail-team-subject = Kutse poe { $shop } meeskonda: { $marketplace }
mail-team-why = Teid kutsutakse keskkonnas { $marketplace } poe { $shop } meeskonda, et loeksite ostjate sõnumeid ja vastaksite neile.
mail-team-open = Vaata kutset
mail-team-until = Link töötab ühe korra ja { $hours } tundi, ainult selle aadressi jaoks. Kui te poodi ei tunne, ärge tehke midagi.
# The sender's name of a mail with a whole message. $name: who wrote. $marketplace: the marketplace's name.
mail-delivery-from = { $name } keskkonnas { $marketplace }
# Subject. $name: who wrote. $listing: the title of the listing.
mail-delivery-subject = { $name } kirjutas kuulutuse „{ $listing }” kohta
# Subject. $name: who wrote. $number: the number of the order.
mail-delivery-subject-order = { $name } kirjutas tellimuse { $number } kohta
# Subject. $name: who wrote.
mail-delivery-subject-plain = { $name } kirjutas teile
# $name: who wrote. $number: the number of the order.
mail-delivery-wrote-order = { $name } kirjutas teile tellimuse { $number } kohta.
# The link follows.
mail-delivery-answer = Vasta siin:
# $marketplace: the marketplace's name.
mail-delivery-no-reply = Palun ärge vastake sellele e-kirjale, vastus ei jõuaks kohale. Vastake lingi kaudu keskkonnas { $marketplace }.
