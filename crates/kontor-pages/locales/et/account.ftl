### Oma konto.

account-heading = Teie konto
account-sessions = Kus olete sisse logitud
account-sessions-hint = Kui te mõnda neist ei tunne, lõpetage see ja vahetage parool.
account-session-here = See brauser
account-session-program = Programm
account-session-unnamed = Nimetu brauser
account-session-browser = { $browser }, { $system }
account-session-since = Alates { $date }
account-session-end = Lõpeta
account-session-end-others = Lõpeta kõik teised
account-password = Parool
account-password-current = Praegune parool
account-password-new = Uus parool
account-password-hint = Vähemalt 10 märki. Kõikjal mujal logitakse teid seejärel välja.
account-password-change = Vaheta parool
account-password-wrong = Praegune parool on vale.
account-password-length = Uues paroolis peab olema vähemalt 10 märki.
account-contact = Kontaktandmed
account-email-proven = Teie e-posti aadress on kinnitatud.
account-email-unproven = Teie e-posti aadress ei ole veel kinnitatud. Mõned müüjad näitavad oma numbrit ainult kinnitatud aadressiga inimestele.
account-email-prove = Kinnita aadress
account-proofs = Kinnita numbreid ja aadresse
account-proven = Kinnitatud aadress: { $email }
