### Ylläpitäjän sivut: markkinapaikan tila ja syötteiden tuonnit.

operator-heading = Markkinapaikan tila
operator-conversations = Keskustelut
operator-conversations-open =
    { $count ->
        [one] { $count } avoin
       *[other] { $count } avointa
    }
operator-listings = Ilmoitukset
operator-listings-note = voimassa nyt
operator-outbox-waiting = Odottaa lähtöä
operator-outbox-waiting-note = sähköpostit ja hakemiston päivitykset
operator-outbox-dead = Syrjään jätetyt
operator-outbox-dead-note = eivät lähteneet monista yrityksistä huolimatta
operator-imports = Viimeisimmät tuonnit
operator-imports-none = Yhtään syötettä ei ole vielä tuotu
operator-imports-none-next = Tuo tuotesyötteen ilmoitukset tällä komennolla:
operator-import-feed = Syöte
operator-import-started = Alkoi
operator-import-state = Tila
operator-import-rows = Luettuja rivejä
operator-import-refused = Hylättyjä
operator-import-created = Uusia
operator-import-updated = Muuttuneita
operator-import-unchanged = Ennallaan
operator-import-retired = Päättyneitä
operator-import-running = Käynnissä
operator-import-done = Valmis
operator-import-failed = Epäonnistui
operator-holidays-note = Minä päivinä määräajat eivät kulu
operator-back = Ylläpito
operator-import-heading = Tuonti: { $feed }
operator-import-began = Alkoi { $time }
operator-import-ended = Päättyi { $time }
operator-refused-heading = Hylätyt rivit
operator-refused-none = Kaikki rivit otettiin vastaan.
operator-refused-hint = Muut rivit menivät läpi. Korjaa nämä syötteeseen ja tuo se uudelleen.
operator-refused-row = Rivi
operator-refused-field = Kenttä
operator-refused-reason = Mikä on vialla
operator-refused-whole = Koko rivi
operator-refused-next = Lisää hylättyjä rivejä
operator-refused-missing = Kenttä on tyhjä, mutta se tarvitaan.
operator-refused-too-long = Teksti on liian pitkä.
operator-refused-invalid = Arvoa ei voi tulkita.
operator-refused-unknown = Tämän nimistä myyjää ei ole täällä.
operator-refused-row-too-large = Rivi on liian suuri.
operator-refused-bad-utf8 = Teksti ei ole kelvollista UTF-8:aa.
operator-refused-nul-byte = Tekstissä on nollatavu.
operator-refused-unbalanced-quote = Lainausmerkki avataan, mutta sitä ei suljeta.
operator-refused-too-few-columns = Sarakkeita on vähemmän kuin otsikkorivillä.
operator-refused-too-many-columns = Sarakkeita on enemmän kuin otsikkorivillä.
operator-refused-bad-xml = Tämän kohdan XML on rikki.
operator-refused-other = Riviä ei voitu ottaa vastaan.
