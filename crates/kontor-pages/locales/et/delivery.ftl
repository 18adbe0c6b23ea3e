### Kuidas pood sõnumeid saab.

delivery-heading = Kuidas sõnumid teie poeni jõuavad
delivery-archive = Iga sõnum jääb vestlusse alles, mida te siin ka ei valiks.
# Names the choices.
delivery-how = Ostjate sõnumid
# A choice.
delivery-email = E-postiga
delivery-email-hint = Iga sõnum tuleb tervikuna e-postiga. Postkastis see lugemata sõnumina ei loe.
# A choice.
delivery-both = E-postiga ja postkasti
delivery-both-hint = Iga sõnum tuleb tervikuna e-postiga ja on postkastis lugemata, kuni keegi selle avab.
# A choice.
delivery-inbox = Postkasti
delivery-inbox-hint = Sõnumid ootavad postkastis. Uutest annab teada e-kiri.
delivery-address = E-posti aadress sõnumite jaoks
delivery-address-hint = Kui jätate selle tühjaks, kasutatakse poe haldajate sisselogimisaadresse. Kui kuulutusel on oma kinnitatud aadress, kasutatakse seda.
delivery-address-wrong = Sisestage e-posti aadress kujul nimi@naide.ee.
# The state of an address.
delivery-proven = Kinnitatud
# The state of an address.
delivery-unproven = Veel kinnitamata
delivery-unproven-next = Seni lähevad sõnumid poe haldajatele.
# A link.
delivery-prove = Kinnitage kohe
delivery-no-mail = See turuplats e-kirju ei saada, seega jõuavad kõik sõnumid postkasti.
delivery-no-address = Ükski poe haldaja ei ole oma e-posti aadressi kinnitanud, seega jõuavad sõnumid esialgu postkasti.
delivery-private = Teie sõnumid jõuavad postkasti ja nendest annab teada e-kiri. Teisiti saavad valida ainult poe haldajad.
# Button.
delivery-save = Salvesta
