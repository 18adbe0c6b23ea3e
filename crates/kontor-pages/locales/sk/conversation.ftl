### Konverzácie: doručené správy a jedna konverzácia.

conversation-inbox = Správy
conversation-search = Hľadať v správach
conversation-filter = Ktoré konverzácie zobraziť
conversation-filter-all = Všetky
conversation-filter-open = Otvorené
conversation-filter-closed = Uzavreté
conversation-none = Zatiaľ nemáte žiadne správy
conversation-none-next = Nájdite si niečo, čo sa vám páči, a napíšte predajcovi. Konverzácia sa potom objaví tu.
conversation-none-here = Nezodpovedá žiadna konverzácia
conversation-none-here-next = Skúste iné slová alebo si pozrite všetky konverzácie.
conversation-show-all = Zobraziť všetky
conversation-preview-own = Vy: { $text }
conversation-unread =
    { $count ->
        [one] neprečítaná správa
        [few] neprečítané správy
       *[other] neprečítaných správ
    }
conversation-closed = Uzavretá
conversation-older = Staršie konverzácie
conversation-back = Všetky správy
conversation-close = Uzavrieť konverzáciu
conversation-reopen = Znova otvoriť
conversation-entries = Konverzácia
conversation-earlier = Staršie správy
conversation-you = Vy
conversation-entry-closed = Konverzáciu uzatvára { $name }.
conversation-entry-reopened = Konverzáciu znova otvára { $name }.
conversation-write = Správa pre používateľa { $name }
conversation-closed-hint = Táto konverzácia je uzavretá. Nová správa ju znova otvorí.
conversation-send = Odoslať
