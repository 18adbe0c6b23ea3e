### Overenie, že e-mailová adresa alebo telefónne číslo patrí tomu, kto ich uvádza.

proof-heading = Overené kontakty
proof-lead = Iní uvidia adresu alebo číslo, až keď preukážete, že je vaše.
proof-owners = Pre koho
proof-waiting = Zadajte kód
proof-sent-phone = Kód je na ceste v SMS na číslo { $value }.
proof-sent-email = Kód je na ceste na adresu { $value }.
proof-until = Platí do: { $time }.
proof-code = Šesťmiestny kód
proof-confirm = Potvrdiť
proof-again = Poslať iný kód
proof-proven = Overené
proof-none = Zatiaľ nič. Dovtedy nikto neuvidí vašu adresu ani číslo.
proof-login = Prihlasujete sa ňou
proof-since = Overené: { $date }
proof-since-marketplace = Potvrdené trhoviskom: { $date }
proof-withdraw = Odvolať
proof-withdraw-hint = Čo odvoláte, sa od tej chvíle nikomu nezobrazí. Na prihlasovaciu adresu nebudú chodiť oznámenia, kým ju znova neoveríte.
proof-feed = Adresy vo vašich ponukách
proof-feed-hint = Vaše ponuky uvádzajú tieto adresy. Kým adresa nie je overená, správy chodia na adresu obchodu.
proof-feed-listings = { $count ->
    [one] { $count } ponuka
    [few] { $count } ponuky
    [many] { $count } ponuky
   *[other] { $count } ponúk
}
proof-another = Overiť ďalšie
proof-phone = Telefónne číslo
proof-phone-hint = Kód príde v SMS, preto to musí byť mobil. Iné čísla môže potvrdiť trhovisko.
proof-email = E-mailová adresa
proof-send = Poslať kód
proof-error-email = Zadajte e-mailovú adresu, napríklad meno@example.com.
proof-error-phone = Toto nie je telefónne číslo. Skontrolujte ho a pri zahraničnom čísle pridajte + a predvoľbu krajiny.
proof-error-premium = Volanie na toto číslo môže byť drahšie než bežný hovor, preto sa nedá ukázať kupujúcim.
proof-error-unknown-country = Túto predvoľbu nemá žiadna krajina.
proof-error-no-sms = Toto číslo neprijíma SMS. Zadajte mobilné číslo alebo požiadajte trhovisko, aby ho potvrdilo.
proof-error-wrong = Toto nie je kód, ktorý sme poslali. Skontrolujte ho alebo si vyžiadajte nový.
proof-error-expired = Kód je už použitý, príliš starý alebo bol zadaný priveľakrát. Vyžiadajte si nový.
proof-error-too-many = Máte overené všetko, na čo je miesto. Najprv niečo odvolajte.
proof-error-too-many-requests = Zatiaľ priveľa kódov alebo pokusov. Chvíľu počkajte a skúste to znova.
proof-own-heading = Overte svoju e-mailovú adresu
proof-own-why = Niektorí predajcovia chcú správy len od ľudí s overenou adresou a oznámenia o nových správach chodia iba na ňu.
proof-own-address = Pošleme kód na adresu { $email }.
proof-own-proven = Adresa { $email } je overená.
