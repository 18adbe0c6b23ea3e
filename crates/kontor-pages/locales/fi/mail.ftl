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
mail-guest-subject = Vahvista sähköpostiosoitteesi: { $marketplace }
mail-guest-why = Palvelussa { $marketplace } on annettu tämä osoite ilman tiliä kirjoittamista varten. Jos annoit sen itse, vahvista se täällä:
mail-guest-open = Vahvista osoite
mail-guest-until = Linkki toimii kerran ja { $hours } tunnin ajan. Jos et antanut osoitetta itse, sinun ei tarvitse tehdä mitään: silloin mitään ei lähetetä.
mail-guest-account = Sinulla on tili tällä osoitteella. Jos haluat kirjoittaa tililläsi, kirjaudu sisään: { $link }
mail-team-subject = Liity tiimiin: { $shop }, { $marketplace }
mail-team-why = Sinut on kutsuttu kaupan { $shop } tiimiin palvelussa { $marketplace } lukemaan ostajien viestejä ja vastaamaan niihin.
mail-team-open = Katso kutsu
mail-team-until = Linkki toimii kerran ja { $hours } tunnin ajan, vain tälle osoitteelle. Jos et tunne kauppaa, sinun ei tarvitse tehdä mitään.
# The sender's name of a mail with a whole message. $name: who wrote. $marketplace: the marketplace's name.
mail-delivery-from = { $name } palvelussa { $marketplace }
# Subject. $name: who wrote. $listing: the title of the listing.
mail-delivery-subject = { $name } kirjoitti ilmoituksesta ”{ $listing }”
# Subject. $name: who wrote. $number: the number of the order.
mail-delivery-subject-order = { $name } kirjoitti tilauksesta { $number }
# Subject. $name: who wrote.
mail-delivery-subject-plain = { $name } kirjoitti sinulle
# $name: who wrote. $number: the number of the order.
mail-delivery-wrote-order = { $name } kirjoitti sinulle tilauksesta { $number }.
# The link follows.
mail-delivery-answer = Vastaa täällä:
# $marketplace: the marketplace's name.
mail-delivery-no-reply = Älä vastaa tähän sähköpostiin, sillä vastaus ei menisi perille. Vastaa linkin kautta palvelussa { $marketplace }.
