### Sähköpostit. Selvää kieltä; ei koskaan itse viestin tekstiä.

mail-greeting = Hei { $name },
mail-notice-subject = { $name } kirjoitti sinulle ilmoituksesta ”{ $listing }”
mail-notice-subject-plain = { $name } kirjoitti sinulle
mail-notice-wrote = { $name } kirjoitti sinulle ilmoituksesta ”{ $listing }”.
mail-notice-wrote-plain = { $name } kirjoitti sinulle.
mail-notice-open = Lue viesti ja vastaa
mail-safe = { $marketplace } ei koskaan pyydä sähköpostitse salasanaa tai maksua.
mail-reset-subject = Valitse uusi salasana: { $marketplace }
mail-reset-why = Tilillesi palvelussa { $marketplace } pyydettiin uutta salasanaa. Valitse se täällä:
mail-reset-open = Valitse uusi salasana
mail-reset-until = Linkki toimii kerran ja { $minutes } minuutin ajan. Jos et pyytänyt sitä itse, sinun ei tarvitse tehdä mitään: salasanasi pysyy ennallaan.
mail-proof-subject = { $code } on koodisi palveluun { $marketplace }
mail-proof-why = Tämä osoite halutaan yhteystiedoksi palveluun { $marketplace }. Jos asia on sinun, kirjoita tämä koodi:
mail-proof-until = Koodi toimii { $minutes } minuuttia. Älä anna sitä kenellekään. Jos et pyytänyt koodia, sinun ei tarvitse tehdä mitään: ilman koodia osoitetta ei näytetä kenellekään.
mail-proof-sms = { $marketplace }: koodisi on { $code }. Se toimii { $minutes } minuuttia. Älä anna sitä kenellekään.
