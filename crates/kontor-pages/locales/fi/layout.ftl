### Sivun kehys. Sinuttelu, ei huutomerkkejä. Lyhyttä: valikko mahtuu 390 px leveään puhelimeen.

layout-language-name = Suomi
layout-skip = Siirry sisältöön
layout-nav = Päävalikko
layout-listings = Ilmoitukset
layout-conversations = Viestit
layout-team = Tiimi
layout-unread =
    { $count ->
        [one] lukematon keskustelu
       *[other] lukematonta keskustelua
    }
layout-orders = Tilaukset
layout-contact = Yhteystiedot
layout-operator = Ylläpito
layout-sign-in = Kirjaudu sisään
layout-sign-out = Kirjaudu ulos
layout-demo = Demo
layout-demo-mail = Siepatut sähköpostit
layout-api = Rajapinta
layout-languages = Kielet
layout-support = Ilmoita tai pyydä apua
layout-runs-on = Palvelun taustalla on Kontor
layout-flash-sent = Viestisi on lähetetty.
layout-flash-closed = Suljit keskustelun.
layout-flash-reopened = Avasit keskustelun uudelleen.
layout-flash-signed-in = Olet kirjautunut sisään.
layout-flash-signed-out = Olet kirjautunut ulos.
layout-flash-password-changed = Salasanasi on vaihdettu. Kaikkialla muualla sinut on kirjattu ulos.
layout-flash-session-ended = Päätetty.
layout-flash-holidays-changed = Pyhäpäivät on muutettu.
layout-flash-code-sent = Koodi on matkalla.
layout-flash-proven = Vahvistettu.
layout-flash-withdrawn = Peruttu. Sitä ei enää näytetä kenellekään.
layout-flash-not-sent = Osoitteesi on vahvistettu, mutta viestiäsi ei voitu lähettää: tästä ilmoituksesta ei voi enää kirjoittaa.
layout-flash-invited = Kutsu on matkalla.
layout-flash-team-changed = Tiimiä on muutettu.
layout-flash-team-left = Olet lähtenyt tiimistä.
layout-flash-team-joined = Kuulut nyt tiimiin.
layout-flash-contact-saved = Yhteydenottoasetukset on tallennettu.
layout-flash-callback-done = Soittopyyntö on merkitty hoidetuksi.
layout-flash-saved = Tallennettu.
