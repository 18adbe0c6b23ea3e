### Miten kauppa saa viestinsä.

delivery-heading = Miten viestit tulevat kauppaasi
delivery-archive = Jokainen viesti säilyy keskustelussa, valitsitpa tässä mitä tahansa.
# Names the choices.
delivery-how = Ostajien viestit
# A choice.
delivery-email = Sähköpostitse
delivery-email-hint = Jokainen viesti tulee kokonaan sähköpostiin. Saapuneissa se ei näy lukemattomana.
# A choice.
delivery-both = Sähköpostitse ja saapuneisiin
delivery-both-hint = Jokainen viesti tulee kokonaan sähköpostiin ja on saapuneissa lukematta, kunnes joku avaa sen.
# A choice.
delivery-inbox = Saapuneisiin
delivery-inbox-hint = Viestit odottavat saapuneissa. Sähköposti-ilmoitus kertoo, että niitä on tullut.
delivery-address = Sähköpostiosoite viesteille
delivery-address-hint = Jätä tyhjäksi, niin käytetään kaupan ylläpitäjien kirjautumisosoitteita. Jos ilmoituksella on oma vahvistettu osoite, käytetään sitä.
delivery-address-wrong = Anna sähköpostiosoite muodossa nimi@esimerkki.fi.
# The state of an address.
delivery-proven = Vahvistettu
# The state of an address.
delivery-unproven = Ei vielä vahvistettu
delivery-unproven-next = Siihen asti viestit menevät kaupan ylläpitäjille.
# A link.
delivery-prove = Vahvista nyt
delivery-no-mail = Tämä markkinapaikka ei lähetä sähköpostia, joten kaikki viestit tulevat saapuneisiin.
delivery-no-address = Kukaan kaupan ylläpitäjistä ei ole vahvistanut sähköpostiosoitettaan, joten viestit tulevat toistaiseksi saapuneisiin.
delivery-private = Viestit tulevat saapuneisiisi, ja sähköposti-ilmoitus kertoo niistä. Vain kaupan ylläpitäjä voi valita toisin.
# Button.
delivery-save = Tallenna
