### Demon omat sivut. Aloitussivu kertoo kymmenessä sekunnissa, mikä Kontor on.

demo-title = Kokeile Kontoria
demo-heading = Täällä ostajat, myyjät ja markkinapaikka tavoittavat toisensa
demo-lead = Kontor on verkossa toimivan markkinapaikan viestipalvelin. Pyörität sitä itse, yhtenä ohjelmana.
demo-fact-kept = Mitään ei katoa.
demo-fact-kept-how = Viesti on lähetetty vasta, kun se on varmasti tallessa.
demo-fact-live = Vastaukset näkyvät heti.
demo-fact-live-how = Uusi viesti näkyy kummallekin saman tien ja tulee poissa ollessa sähköpostiin.
demo-fact-own = Aineisto on sinun.
demo-fact-own-how = Jokainen keskustelu säilyy arkistossa, josta myöhemmät muutokset paljastuvat.
demo-step-in = Valitse, kuka haluat olla
demo-step-in-hint = Avaa kaksi roolia kahteen ikkunaan ja katso, kuinka viesti saapuu.
demo-buyer = Ostaja
demo-buyer-what = Etsi ilmoitus, kysy myyjältä ja saa vastaus.
demo-private-seller = Yksityinen myyjä
demo-private-seller-what = Vastaa ostajille saapuneissa viesteissä.
demo-shop-admin = Kaupan pääkäyttäjä
demo-shop-admin-what = Näe kaikki, mitä ostajat kaupalta kysyvät.
demo-operator = Ylläpitäjä
demo-operator-what = Katso, miten markkinapaikalla menee ja mitä syöte toi.
demo-be = Jatka nimellä { $name }
demo-from-marketplace = Tule markkinapaikalta
demo-marketplaces = Demon markkinapaikat
demo-listings =
    { $count ->
        [one] { $count } ilmoitus
       *[other] { $count } ilmoitusta
    }
demo-preset-classifieds = Ilmoituspalsta: ostajat ja myyjät saavat vaihtaa yhteystietoja.
demo-preset-closed = Kauppapaikka: kaikki hoidetaan palvelun sisällä.
demo-behind = Kulissien takana
demo-mail = Siepatut sähköpostit
demo-mail-what = Jokainen sähköposti, jonka demo olisi lähettänyt.
demo-api-what = Jokainen kutsu: mitä se ottaa ja mitä se vastaa.
demo-back = Demo
demo-mail-lead = Demo ei lähetä sähköpostia kenellekään. Se, mitä se olisi lähettänyt, jää tänne.
demo-sms = Tekstiviestit
demo-mail-none = Ei vielä sähköposteja
demo-mail-none-next = Kirjoita viesti ostajana. Myyjälle lähtevä ilmoitus näkyy sen jälkeen täällä.
demo-mail-to = Vastaanottaja: { $address }
demo-mail-from = Lähettäjä: { $address }
