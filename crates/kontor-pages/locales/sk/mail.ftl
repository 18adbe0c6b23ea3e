### E-maily. Jednoduché slová; nikdy nie samotný text správy.
### Prítomný čas, aby slovesá nezáviseli od rodu.

mail-greeting = Dobrý deň, { $name },
mail-notice-subject = { $name } vám píše k ponuke „{ $listing }“
mail-notice-subject-plain = { $name } vám píše
mail-notice-wrote = { $name } vám píše k ponuke „{ $listing }“.
mail-notice-wrote-plain = { $name } vám píše.
mail-notice-open = Prečítať správu a odpovedať
mail-safe = { $marketplace } od vás e-mailom nikdy nežiada heslo ani platbu.
mail-reset-subject = Zvoľte si nové heslo – { $marketplace }
mail-reset-why = Niekto požiadal o nové heslo k vášmu účtu na { $marketplace }. Zvoľte si ho tu:
mail-reset-open = Zvoliť si nové heslo
mail-reset-until = Odkaz funguje raz a { $minutes } minút. Ak ste to neboli vy, nerobte nič: vaše heslo ostáva, aké je.
mail-proof-subject = { $code } je váš kód pre { $marketplace }
mail-proof-why = Niekto chce byť na { $marketplace } zastihnuteľný na tejto adrese. Ak ste to vy, zadajte tento kód:
mail-proof-until = Kód platí { $minutes } minút. Nikomu ho nedávajte. Ak ste to neboli vy, nerobte nič: bez kódu sa adresa nikomu nezobrazí.
mail-proof-sms = { $marketplace }: kód { $code } platí { $minutes } minút. Nikomu ho nedávajte.
mail-guest-subject = Potvrďte svoju e-mailovú adresu – { $marketplace }
mail-guest-why = Niekto zadal na { $marketplace } túto adresu, aby mohol písať bez účtu. Ak ste to boli vy, potvrďte ju tu:
mail-guest-open = Potvrdiť adresu
mail-guest-until = Odkaz funguje raz a { $hours } hodín. Ak ste to neboli vy, nerobte nič: nič sa neodošle.
mail-guest-account = S touto adresou máte účet. Ak chcete písať pod svojím účtom, prihláste sa: { $link }
mail-team-subject = Pozvanie do tímu obchodu { $shop } – { $marketplace }
mail-team-why = Pozývajú vás do tímu obchodu { $shop } na { $marketplace }, aby ste čítali správy kupujúcich a odpovedali na ne.
mail-team-open = Pozrieť pozvanie
mail-team-until = Odkaz funguje raz a { $hours } hodín, len pre túto adresu. Ak obchod nepoznáte, nerobte nič.
# The sender's name of a mail with a whole message. $name: who wrote. $marketplace: the marketplace's name.
mail-delivery-from = { $name } cez { $marketplace }
# Subject. $name: who wrote. $listing: the title of the listing.
mail-delivery-subject = { $name } píše k ponuke „{ $listing }“
# Subject. $name: who wrote. $number: the number of the order.
mail-delivery-subject-order = { $name } píše k objednávke { $number }
# Subject. $name: who wrote.
mail-delivery-subject-plain = { $name } vám píše
# $name: who wrote. $number: the number of the order.
mail-delivery-wrote-order = { $name } vám píše k objednávke { $number }.
# The link follows.
mail-delivery-answer = Odpovedať tu:
# $marketplace: the marketplace's name.
mail-delivery-no-reply = Na tento e-mail neodpovedajte, odpoveď by nedorazila. Odpovedzte cez odkaz na trhovisku { $marketplace }.
