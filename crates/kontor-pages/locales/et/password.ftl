### Unustatud parool.

password-forgotten = Unustasite parooli?
password-forgotten-hint = Aadress, millega sisse logite. Saadame sinna lingi.
password-send = Saada link
password-sent = Kui { $email } kuulub siinse konto juurde, on link teel.
password-sent-hint = Vaadake ka rämpsposti kausta. Link töötab ühe korra ja ühe tunni.
password-back = Tagasi sisselogimise juurde
password-new = Valige uus parool
password-again = Saada uus link
password-error-email = Kirjutage e-posti aadress, näiteks nimi@example.org.
password-error-link = See link on juba kasutatud või liiga vana. Küsige uus.
