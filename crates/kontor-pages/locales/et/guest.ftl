### Ilma kontota: kirjutamine ja tagasitulek lingiga.

guest-ask = Jätka ilma kontota
guest-ask-hint = Saadame sellele aadressile lingi. Selle kaudu leiate vestlused, mida olete selle aadressiga alustanud.
guest-have-account = Mul on konto
guest-sent = Vaadake oma postkasti
guest-sent-to = Link läheb aadressile { $email }. Avage see 24 tunni jooksul.
guest-sent-message = Teie sõnum saadetakse kohe, kui olete aadressi lingiga kinnitanud.
guest-sent-hint = Midagi ei tulnud? Vaadake rämpsposti kausta. Veel kinnitamata aadress saab ühe lingi päevas; mida te vahepeal selles brauseris kirjutate, saadetakse sama lingiga.
guest-write-hint = Kontot ei ole vaja: kinnitage oma e-posti aadress lingiga ja teie sõnum saadetakse.
guest-name = Teie nimi
guest-name-hint = Müüja näeb seda nime.
guest-email-hint = Saadame sinna lingi, millega aadressi kinnitate. Müüja aadressi ei näe.
guest-consent = Olen nõus, et { $marketplace } edastab minu nime ja selle sõnumi müüjale ning säilitab need.
guest-continue = Jätka
guest-error-name = Kirjutage kuni 80 tähemärgi pikkune nimi, mida müüja näeb.
guest-error-consent = Märkige, et sõnumi võib müüjale edastada. Muidu ei saa seda saata.
guest-error-sign-in = See müüja võtab sõnumeid vastu ainult sisseloginutelt. Kirjutamiseks logige sisse.
guest-error-too-many = Teie võrgust on küsitud liiga palju linke. Oodake tund ja proovige siis uuesti.
guest-confirm = Kinnitage oma e-posti aadress
guest-confirm-address = Sellega kinnitate aadressi { $email }.
guest-confirm-sends = Seejärel saadetakse
guest-confirm-name = Müüja näeb teie nime: { $name }.
guest-confirm-to = Saaja: { $name }
guest-confirm-send = Kinnita ja saada
guest-confirm-enter = Kinnita ja jätka
guest-confirm-not-you = Kas see ei olnud teie? Sulgege see leht ja midagi ei saadeta.
guest-nameless = Külaline
