### Rám každej stránky. Vykáme. Stručne: ponuka sa musí zmestiť na telefón so šírkou 390 px.

layout-language-name = Slovenčina
layout-skip = Prejsť na obsah
layout-nav = Hlavná navigácia
layout-listings = Ponuky
layout-conversations = Správy
layout-team = Tím
layout-unread =
    { $count ->
        [one] neprečítaná konverzácia
        [few] neprečítané konverzácie
       *[other] neprečítaných konverzácií
    }
layout-orders = Objednávky
layout-contact = Kontakt
layout-operator = Prevádzka
layout-sign-in = Prihlásiť sa
layout-sign-out = Odhlásiť sa
layout-demo = Ukážka
layout-demo-mail = Zachytené e-maily
layout-api = API
layout-languages = Jazyky
layout-support = Nahlásiť alebo požiadať o pomoc
layout-runs-on = Beží na systéme Kontor
layout-flash-sent = Vaša správa bola odoslaná.
layout-flash-closed = Konverzácia je uzavretá.
layout-flash-reopened = Konverzácia je znova otvorená.
layout-flash-signed-in = Ste prihlásení.
layout-flash-signed-out = Ste odhlásení.
layout-flash-password-changed = Heslo je zmenené. Všade inde ste odhlásení.
layout-flash-session-ended = Ukončené.
layout-flash-holidays-changed = Sviatky sú zmenené.
layout-flash-code-sent = Kód je na ceste.
layout-flash-proven = Potvrdené.
layout-flash-withdrawn = Odvolané. Odteraz sa nikomu nezobrazí.
layout-flash-not-sent = Vaša adresa je potvrdená, ale správu sa nepodarilo odoslať: k tejto ponuke už nemožno písať.
layout-flash-invited = Pozvanie je na ceste.
layout-flash-team-changed = Tím je zmenený.
layout-flash-team-left = Odišli ste z tímu.
layout-flash-team-joined = Teraz ste v tíme.
layout-flash-contact-saved = Nastavenia kontaktu sú uložené.
layout-flash-callback-done = Žiadosť je označená ako vybavená.
layout-flash-saved = Uložené.
