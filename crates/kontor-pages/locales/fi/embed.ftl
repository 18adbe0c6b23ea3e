### Yhteystietokortti muiden sivuilla: lyhyitä nimiä ja painikkeita.

embed-message = Viesti
embed-message-open = Kirjoita viesti
embed-form = Yhteydenottolomake
embed-form-open = Avaa lomake
embed-phone = Puhelin
embed-phone-open = Näytä numero
embed-sms = Lähetä tekstiviesti
embed-email = Sähköposti
embed-email-open = Näytä osoite
embed-post = Postiosoite
embed-post-open = Näytä osoite
embed-sellers = Myyjät
embed-sellers-open = Näytä myyjät
embed-trader = Kuka myy
embed-trader-open = Näytä tiedot
embed-again = Voit soittaa taas { $when }.
embed-closed = Puhelimeen ei nyt vastata.
embed-callback = Pyydä soittamaan takaisin
embed-sign-in = Kirjaudu sisään, niin näet tämän.
embed-verify-email = Vahvista sähköpostiosoitteesi, niin näet tämän.
embed-none = Tähän myyjään ei saa täällä yhteyttä.
embed-scam = { $marketplace } ei itse välitä maksuja eikä lähetyksiä. Älä koskaan vahvista maksua linkin kautta.
embed-out-of-hours = Puhelimeen ei enää vastata tänään.
embed-handouts-used-up = Olet tänään pyytänyt monta numeroa ja osoitetta. Jatka huomenna tai kirjaudu sisään.
embed-channel-not-offered = Myyjä ei enää tarjoa tätä.
embed-trouble = Se ei onnistunut. Yritä hetken päästä uudelleen.
