### Keskustelut: saapuneet ja yksi keskustelu.

conversation-inbox = Viestit
conversation-search = Hae viesteistäsi
conversation-filter = Mitkä keskustelut näytetään
conversation-filter-all = Kaikki
conversation-filter-open = Avoimet
conversation-filter-closed = Suljetut
conversation-none = Ei vielä viestejä
conversation-none-next = Etsi jotain kiinnostavaa ja kirjoita myyjälle. Keskustelu näkyy sen jälkeen täällä.
conversation-none-here = Yhtään keskustelua ei löytynyt
conversation-none-here-next = Kokeile toisia sanoja tai selaa kaikkia keskusteluja.
conversation-show-all = Näytä kaikki
conversation-preview-own = Sinä: { $text }
conversation-unread =
    { $count ->
        [one] lukematon viesti
       *[other] lukematonta viestiä
    }
conversation-closed = Suljettu
conversation-older = Vanhemmat keskustelut
conversation-back = Kaikki viestit
conversation-close = Sulje keskustelu
conversation-reopen = Avaa uudelleen
conversation-entries = Keskustelu
conversation-earlier = Aiemmat viestit
conversation-you = Sinä
conversation-entry-closed = { $name } sulki keskustelun.
conversation-entry-reopened = { $name } avasi keskustelun uudelleen.
conversation-write = Viesti käyttäjälle { $name }
conversation-closed-hint = Keskustelu on suljettu. Uusi viesti avaa sen uudelleen.
conversation-send = Lähetä
