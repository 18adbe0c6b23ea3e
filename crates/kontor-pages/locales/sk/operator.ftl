### Stránky prevádzkovateľa: stav trhoviska a importy.

operator-heading = Stav trhoviska
operator-conversations = Konverzácie
operator-conversations-open =
    { $count ->
        [one] { $count } otvorená
        [few] { $count } otvorené
       *[other] { $count } otvorených
    }
operator-listings = Ponuky
operator-listings-note = aktuálne v ponuke
operator-outbox-waiting = Čaká na odoslanie
operator-outbox-waiting-note = e-maily a záznamy pre vyhľadávanie
operator-outbox-dead = Odložené
operator-outbox-dead-note = nepodarilo sa odoslať ani po mnohých pokusoch
operator-imports = Posledné importy
operator-imports-none = Zatiaľ nebol importovaný žiadny súbor
operator-imports-none-next = Ponuky z produktového súboru importujete týmto príkazom:
operator-import-feed = Zdroj
operator-import-started = Začiatok
operator-import-state = Stav
operator-import-rows = Prečítané riadky
operator-import-refused = Odmietnuté
operator-import-created = Nové
operator-import-updated = Zmenené
operator-import-unchanged = Bez zmeny
operator-import-retired = Stiahnuté
operator-import-running = Prebieha
operator-import-done = Hotovo
operator-import-failed = Zlyhal
operator-holidays-note = V ktoré dni lehoty neplynú
operator-back = Prevádzka
operator-import-heading = Import: { $feed }
operator-import-began = Začiatok { $time }
operator-import-ended = Koniec { $time }
operator-refused-heading = Odmietnuté riadky
operator-refused-none = Všetky riadky boli prijaté.
operator-refused-hint = Ostatné riadky prešli. Tieto v zdroji opravte a importujte ho znova.
operator-refused-row = Riadok
operator-refused-field = Pole
operator-refused-reason = Čo je zle
operator-refused-whole = Celý riadok
operator-refused-next = Ďalšie odmietnuté riadky
operator-refused-missing = Pole je prázdne, ale je potrebné.
operator-refused-too-long = Text je príliš dlhý.
operator-refused-invalid = Hodnota sa nedá prečítať.
operator-refused-unknown = Takýto predajca tu nie je.
operator-refused-row-too-large = Riadok je príliš veľký.
operator-refused-bad-utf8 = Text nie je platné UTF-8.
operator-refused-nul-byte = Text obsahuje nulový bajt.
operator-refused-unbalanced-quote = Úvodzovky sa otvárajú, ale nezatvárajú.
operator-refused-too-few-columns = Stĺpcov je menej než v hlavičke.
operator-refused-too-many-columns = Stĺpcov je viac než v hlavičke.
operator-refused-bad-xml = XML tejto položky je poškodené.
operator-refused-other = Riadok sa nepodarilo prijať.
