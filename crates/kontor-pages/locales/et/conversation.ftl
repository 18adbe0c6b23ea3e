### Vestlused: postkast ja üks vestlus.

conversation-inbox = Sõnumid
conversation-search = Otsi sõnumitest
conversation-filter = Milliseid vestlusi näidata
conversation-filter-all = Kõik
conversation-filter-open = Avatud
conversation-filter-closed = Suletud
conversation-none = Sõnumeid veel ei ole
conversation-none-next = Leidke midagi meelepärast ja kirjutage müüjale. Seejärel ilmub vestlus siia.
conversation-none-here = Ühtegi vestlust ei leitud
conversation-none-here-next = Proovige teisi sõnu või vaadake kõiki vestlusi.
conversation-show-all = Näita kõiki
conversation-preview-own = Teie: { $text }
conversation-unread =
    { $count ->
        [one] lugemata sõnum
       *[other] lugemata sõnumit
    }
conversation-closed = Suletud
conversation-older = Vanemad vestlused
conversation-back = Kõik sõnumid
conversation-close = Sulge vestlus
conversation-reopen = Ava uuesti
conversation-entries = Vestlus
conversation-earlier = Varasemad sõnumid
conversation-you = Teie
conversation-entry-closed = { $name } sulges vestluse.
conversation-entry-reopened = { $name } avas vestluse uuesti.
conversation-write = Sõnum kasutajale { $name }
conversation-closed-hint = See vestlus on suletud. Uus sõnum avab selle taas.
conversation-send = Saada
