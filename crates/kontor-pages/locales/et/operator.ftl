### Haldaja lehed: turuplatsi seis ja kuulutuste importimine.

operator-heading = Turuplatsi seis
operator-conversations = Vestlused
operator-conversations-open =
    { $count ->
        [one] { $count } avatud
       *[other] { $count } avatud
    }
operator-listings = Kuulutused
operator-listings-note = praegu kehtivad
operator-outbox-waiting = Ootab saatmist
operator-outbox-waiting-note = e-kirjad ja otsingu uuendused
operator-outbox-dead = Kõrvale pandud
operator-outbox-dead-note = ei õnnestunud ka pärast paljusid katseid
operator-imports = Viimased impordid
operator-imports-none = Ühtegi voogu ei ole veel imporditud
operator-imports-none-next = Tootevoo kuulutused saab importida selle käsuga:
operator-import-feed = Voog
operator-import-started = Algus
operator-import-state = Olek
operator-import-rows = Loetud ridu
operator-import-refused = Tagasi lükatud
operator-import-created = Uusi
operator-import-updated = Muudetud
operator-import-unchanged = Muutmata
operator-import-retired = Lõpetatud
operator-import-running = Töös
operator-import-done = Valmis
operator-import-failed = Nurjus
operator-holidays-note = Mis päevadel tähtajad ei jookse
operator-back = Haldus
operator-import-heading = Import: { $feed }
operator-import-began = Algus { $time }
operator-import-ended = Lõpp { $time }
operator-refused-heading = Tagasi lükatud read
operator-refused-none = Kõik read võeti vastu.
operator-refused-hint = Ülejäänud read võeti vastu. Parandage need voos ja importige see uuesti.
operator-refused-row = Rida
operator-refused-field = Väli
operator-refused-reason = Mis on valesti
operator-refused-whole = Kogu rida
operator-refused-next = Veel tagasi lükatud ridu
operator-refused-missing = Väli on tühi, kuid vajalik.
operator-refused-too-long = Tekst on liiga pikk.
operator-refused-invalid = Väärtust ei saa lugeda.
operator-refused-unknown = Sellist müüjat siin ei ole.
operator-refused-row-too-large = Rida on liiga suur.
operator-refused-bad-utf8 = Tekst ei ole korrektne UTF-8.
operator-refused-nul-byte = Tekstis on nullbait.
operator-refused-unbalanced-quote = Jutumärk avatakse, kuid ei sulgu.
operator-refused-too-few-columns = Veerge on vähem kui päises.
operator-refused-too-many-columns = Veerge on rohkem kui päises.
operator-refused-bad-xml = Selle kirje XML on vigane.
operator-refused-other = Rida ei saanud vastu võtta.
