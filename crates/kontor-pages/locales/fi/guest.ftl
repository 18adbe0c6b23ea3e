### Ilman tiliä: kirjoittaminen ja palaaminen linkillä.

guest-ask = Jatka ilman tiliä
guest-ask-hint = Lähetämme tähän osoitteeseen linkin. Sen kautta löydät keskustelut, jotka olet aloittanut tällä osoitteella.
guest-have-account = Minulla on tili
guest-sent = Katso sähköpostisi
guest-sent-to = Linkki lähtee osoitteeseen { $email }. Avaa se 24 tunnin kuluessa.
guest-sent-message = Viestisi lähetetään heti, kun olet vahvistanut osoitteen linkillä.
guest-sent-hint = Eikö mitään tullut? Katso roskapostikansioon. Osoite, jota ei ole vielä vahvistettu, saa yhden linkin päivässä. Se, mitä kirjoitat sillä välin tässä selaimessa, lähetetään samalla linkillä.
guest-write-hint = Et tarvitse tiliä: vahvista sähköpostiosoitteesi linkillä, niin viestisi lähetetään.
guest-name = Nimesi
guest-name-hint = Myyjä näkee tämän nimen.
guest-email-hint = Lähetämme siihen linkin, jolla vahvistat osoitteen. Myyjä ei näe osoitetta.
guest-consent = Hyväksyn, että { $marketplace } välittää nimeni ja tämän viestin myyjälle ja säilyttää ne.
guest-continue = Jatka
guest-error-name = Kirjoita enintään 80 merkin pituinen nimi, jonka myyjä näkee.
guest-error-consent = Merkitse, että viestisi saa välittää myyjälle. Muuten sitä ei voi lähettää.
guest-error-sign-in = Tämä myyjä ottaa viestejä vastaan vain kirjautuneilta. Kirjaudu sisään, niin voit kirjoittaa.
guest-error-too-many = Verkostasi on pyydetty liian monta linkkiä. Odota tunti ja yritä sitten uudelleen.
guest-confirm = Vahvista sähköpostiosoitteesi
guest-confirm-address = Tällä vahvistat osoitteen { $email }.
guest-confirm-sends = Samalla lähetetään
guest-confirm-name = Myyjä näkee nimesi: { $name }.
guest-confirm-to = Vastaanottaja: { $name }
guest-confirm-send = Vahvista ja lähetä
guest-confirm-enter = Vahvista ja jatka
guest-confirm-not-you = Etkö se ollut sinä? Sulje sivu, niin mitään ei lähetetä.
guest-nameless = Vieras
