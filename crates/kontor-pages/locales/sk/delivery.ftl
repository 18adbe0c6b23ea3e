### Ako obchod dostáva správy.

delivery-heading = Ako sa správy dostanú do vášho obchodu
delivery-archive = Každá správa zostáva v konverzácii, nech si tu zvolíte čokoľvek.
# Names the choices.
delivery-how = Správy od kupujúcich
# A choice.
delivery-email = E-mailom
delivery-email-hint = Každá správa príde celá e-mailom. Medzi doručenými sa nepočíta ako neprečítaná.
# A choice.
delivery-both = E-mailom aj medzi doručené
delivery-both-hint = Každá správa príde celá e-mailom a medzi doručenými zostane neprečítaná, kým ju niekto neotvorí.
# A choice.
delivery-inbox = Medzi doručené
delivery-inbox-hint = Správy čakajú medzi doručenými. Na nové vás upozorní e-mail.
delivery-address = E-mailová adresa pre správy
delivery-address-hint = Ak ju nevyplníte, použijú sa prihlasovacie adresy správcov obchodu. Ak má ponuka vlastnú overenú adresu, použije sa tá.
delivery-address-wrong = Zadajte e-mailovú adresu v tvare meno@priklad.sk.
# The state of an address.
delivery-proven = Overená
# The state of an address.
delivery-unproven = Zatiaľ neoverená
delivery-unproven-next = Dovtedy správy dostávajú správcovia obchodu.
# A link.
delivery-prove = Overiť teraz
delivery-no-mail = Toto trhovisko neposiela e-maily, preto sú všetky správy medzi doručenými.
delivery-no-address = Žiadny správca obchodu nemá overenú e-mailovú adresu, preto správy zatiaľ prichádzajú medzi doručené.
delivery-private = Správy nájdete medzi doručenými a upozorní vás na ne e-mail. Inak si môžu zvoliť iba správcovia obchodu.
# Button.
delivery-save = Uložiť
