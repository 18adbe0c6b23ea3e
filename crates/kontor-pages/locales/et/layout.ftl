### Lehe raam. Lausetes viisakas teie-vorm, nuppudel tavapärane lühike vorm (Saada, Sulge).
### Lühidalt: menüü peab mahtuma 390 px laiusele telefonile.

layout-language-name = Eesti
layout-skip = Liigu sisu juurde
layout-nav = Peamenüü
layout-listings = Kuulutused
layout-conversations = Sõnumid
layout-team = Meeskond
layout-unread =
    { $count ->
        [one] lugemata vestlus
       *[other] lugemata vestlust
    }
layout-orders = Tellimused
layout-contact = Kontakt
layout-operator = Haldus
layout-sign-in = Logi sisse
layout-sign-out = Logi välja
layout-demo = Demo
layout-demo-mail = Kinni püütud kirjad
layout-api = API
layout-languages = Keeled
layout-support = Teata või küsi abi
layout-runs-on = Töötab Kontori tarkvaral
layout-flash-sent = Teie sõnum on saadetud.
layout-flash-closed = Vestlus on suletud.
layout-flash-reopened = Vestlus on taas avatud.
layout-flash-signed-in = Olete sisse logitud.
layout-flash-signed-out = Olete välja logitud.
layout-flash-password-changed = Parool on vahetatud. Kõikjal mujal olete välja logitud.
layout-flash-session-ended = Lõpetatud.
layout-flash-holidays-changed = Riigipühad on muudetud.
layout-flash-code-sent = Kood on teel.
layout-flash-proven = Kinnitatud.
layout-flash-withdrawn = Tagasi võetud. Seda ei näidata enam kellelegi.
layout-flash-not-sent = Teie aadress on kinnitatud, kuid sõnumit ei saanud saata: selle kuulutuse kohta ei saa enam kirjutada.
layout-flash-invited = Kutse on teel.
layout-flash-team-changed = Meeskonda on muudetud.
layout-flash-team-left = Olete meeskonnast lahkunud.
layout-flash-team-joined = Olete nüüd meeskonnas.
layout-flash-contact-saved = Kontaktiseaded on salvestatud.
layout-flash-callback-done = Palve on märgitud tehtuks.
layout-flash-saved = Salvestatud.
