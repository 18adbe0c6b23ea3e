### Unohtunut salasana.

password-forgotten = Unohtuiko salasana?
password-forgotten-hint = Osoite, jolla kirjaudut. Lähetämme siihen linkin.
password-send = Lähetä linkki
password-sent = Jos { $email } kuuluu täällä olevaan tiliin, linkki on matkalla.
password-sent-hint = Katso myös roskapostikansioon. Linkki toimii kerran ja tunnin ajan.
password-back = Takaisin kirjautumiseen
password-new = Valitse uusi salasana
password-again = Lähetä uusi linkki
password-error-email = Kirjoita sähköpostiosoite, esimerkiksi nimi@example.org.
password-error-link = Tämä linkki on jo käytetty tai liian vanha. Pyydä uusi.
