### Oma tili.

account-heading = Oma tili
account-sessions = Missä olet kirjautuneena
account-sessions-hint = Jos et tunnista jotakin näistä, päätä se ja vaihda salasanasi.
account-session-here = Tämä selain
account-session-program = Ohjelma
account-session-unnamed = Nimetön selain
account-session-browser = { $browser }, { $system }
account-session-since = Alkaen { $date }
account-session-end = Päätä
account-session-end-others = Päätä kaikki muut
account-password = Salasana
account-password-current = Nykyinen salasana
account-password-new = Uusi salasana
account-password-hint = Vähintään 10 merkkiä. Kaikkialla muualla sinut kirjataan ulos.
account-password-change = Vaihda salasana
account-password-wrong = Nykyinen salasana on väärä.
account-password-length = Uudessa salasanassa on oltava vähintään 10 merkkiä.
account-contact = Yhteystiedot
account-email-proven = Sähköpostiosoitteesi on vahvistettu.
account-email-unproven = Sähköpostiosoitettasi ei ole vielä vahvistettu. Jotkut myyjät näyttävät numeronsa vain niille, joiden osoite on vahvistettu.
account-email-prove = Vahvista osoite
account-proofs = Vahvista numeroita ja osoitteita
account-proven = Vahvistettu osoite: { $email }
