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
mail-team-subject = Kutse poe { $shop } meeskonda: { $marketplace }
mail-team-why = Teid kutsutakse keskkonnas { $marketplace } poe { $shop } meeskonda, et loeksite ostjate sõnumeid ja vastaksite neile.
mail-team-open = Vaata kutset
mail-team-until = Link töötab ühe korra ja { $hours } tundi, ainult selle aadressi jaoks. Kui te poodi ei tunne, ärge tehke midagi.
