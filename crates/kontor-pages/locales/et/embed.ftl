### Kontaktikaart teiste lehtedel: lühikesed nimed ja nupud.

embed-message = Sõnum
embed-message-open = Kirjuta sõnum
embed-form = Kontaktivorm
embed-form-open = Ava vorm
embed-phone = Telefon
embed-phone-open = Näita numbrit
embed-sms = Saada SMS
embed-email = E-post
embed-email-open = Näita aadressi
embed-post = Postiaadress
embed-post-open = Näita aadressi
embed-sellers = Müüjad
embed-sellers-open = Näita müüjaid
embed-trader = Kes siin müüb
embed-trader-open = Näita andmeid
embed-again = Saate uuesti helistada { $when }.
embed-closed = Telefonile praegu ei vastata.
embed-callback = Palu tagasi helistada
embed-sign-in = Selle nägemiseks logige sisse.
embed-verify-email = Selle nägemiseks kinnitage oma e-posti aadress.
embed-none = Selle müüjaga siin ühendust võtta ei saa.
embed-scam = { $marketplace } ei vahenda ise makseid ega saadetisi. Ärge kunagi kinnitage makset lingi kaudu.
embed-out-of-hours = Telefonile täna enam ei vastata.
embed-handouts-used-up = Olete täna küsinud palju numbreid ja aadresse. Jätkake homme või logige sisse.
embed-channel-not-offered = Müüja seda enam ei paku.
embed-trouble = See ei õnnestunud. Proovige hetke pärast uuesti.
