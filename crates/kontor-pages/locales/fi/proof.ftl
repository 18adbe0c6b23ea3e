### Sähköpostiosoitteen tai puhelinnumeron osoittaminen omaksi.

proof-heading = Vahvistetut yhteystiedot
proof-lead = Muut näkevät osoitteen tai numeron vasta, kun olet osoittanut sen omaksesi.
proof-owners = Kenen tiedot
proof-waiting = Kirjoita koodi
proof-sent-phone = Koodi on matkalla tekstiviestinä numeroon { $value }.
proof-sent-email = Koodi on matkalla osoitteeseen { $value }.
proof-until = Voimassaoloaika päättyy: { $time }.
proof-code = Kuusinumeroinen koodi
proof-confirm = Vahvista
proof-again = Lähetä uusi koodi
proof-proven = Vahvistetut
proof-none = Ei vielä mitään. Siihen asti kukaan ei näe osoitettasi tai numeroasi.
proof-login = Kirjaudut tällä
proof-since = Vahvistettu { $date }
proof-since-marketplace = Markkinapaikan vahvistama { $date }
proof-withdraw = Peruuta
proof-withdraw-hint = Peruttua tietoa ei siitä hetkestä lähtien näytetä kenellekään. Kirjautumisosoitteeseesi ei lähetetä ilmoituksia, ennen kuin vahvistat sen uudelleen.
proof-feed = Ilmoitustesi osoitteet
proof-feed-hint = Ilmoituksissasi on nämä osoitteet. Kunnes osoite on vahvistettu, viestit menevät kaupan osoitteeseen.
proof-feed-listings = { $count ->
    [one] { $count } ilmoitus
   *[other] { $count } ilmoitusta
}
proof-another = Vahvista lisää
proof-phone = Puhelinnumero
proof-phone-hint = Koodi tulee tekstiviestinä, joten numeron on oltava matkapuhelimen. Markkinapaikka voi vahvistaa muut numerot.
proof-email = Sähköpostiosoite
proof-send = Lähetä koodi
proof-error-email = Kirjoita sähköpostiosoite, esimerkiksi nimi@example.com.
proof-error-phone = Tämä ei ole puhelinnumero. Tarkista se ja lisää + ja maatunnus, jos numero on ulkomailta.
proof-error-premium = Tähän numeroon soittaminen voi maksaa tavallista enemmän, joten sitä ei voi näyttää ostajille.
proof-error-unknown-country = Millään maalla ei ole tätä maatunnusta.
proof-error-no-sms = Tähän numeroon ei voi lähettää tekstiviestejä. Kirjoita matkapuhelinnumero tai pyydä markkinapaikkaa vahvistamaan numero.
proof-error-wrong = Tämä ei ole lähetetty koodi. Tarkista koodi tai pyydä uusi.
proof-error-expired = Koodi on jo käytetty, vanhentunut tai sitä on yritetty liian monta kertaa. Pyydä uusi.
proof-error-too-many = Vahvistettuja tietoja on niin monta kuin mahtuu. Peruuta ensin jokin.
proof-error-too-many-requests = Liian monta koodia tai yritystä. Odota hetki ja yritä sitten uudelleen.
proof-own-heading = Vahvista sähköpostiosoitteesi
proof-own-why = Jotkut myyjät haluavat yhteydenottoja vain niiltä, joiden osoite on vahvistettu, ja ilmoitukset uusista viesteistä lähetetään vain vahvistettuun osoitteeseen.
proof-own-address = Lähetämme koodin osoitteeseen { $email }.
proof-own-proven = { $email } on vahvistettu.
