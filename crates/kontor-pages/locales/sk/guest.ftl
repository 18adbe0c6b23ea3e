### Bez účtu: písanie a návrat cez odkaz.

guest-ask = Pokračovať bez účtu
guest-ask-hint = Na túto adresu pošleme odkaz. Cez neho nájdete konverzácie, ktoré ste s touto adresou začali.
guest-have-account = Mám účet
guest-sent = Pozrite si poštu
guest-sent-to = Odkaz posielame na { $email }. Otvorte ho do 24 hodín.
guest-sent-message = Správu odošleme hneď, ako adresu cez odkaz potvrdíte.
guest-sent-hint = Nič neprišlo? Pozrite sa do nevyžiadanej pošty. Na adresu, ktorá ešte nie je potvrdená, posielame jeden odkaz denne; čo medzitým napíšete v tomto prehliadači, odošle ten istý odkaz.
guest-write-hint = Účet nepotrebujete: potvrďte svoju e-mailovú adresu cez odkaz a správu odošleme.
guest-name = Vaše meno
guest-name-hint = Toto meno uvidí predajca.
guest-email-hint = Pošleme na ňu odkaz, ktorým ju potvrdíte. Predajca adresu neuvidí.
guest-consent = Súhlasím, aby { $marketplace } odovzdal moje meno a túto správu predajcovi a uchoval ich.
guest-continue = Pokračovať
guest-error-name = Napíšte meno, ktoré uvidí predajca, najviac 80 znakov.
guest-error-consent = Označte súhlas s odovzdaním správy predajcovi. Inak ju nemožno odoslať.
guest-error-sign-in = Tento predajca prijíma správy len od prihlásených. Ak chcete napísať, prihláste sa.
guest-error-too-many = Z vašej siete prišlo priveľa žiadostí o odkaz. Počkajte hodinu a skúste to znova.
guest-confirm = Potvrďte svoju e-mailovú adresu
guest-confirm-address = Týmto potvrdíte adresu { $email }.
guest-confirm-sends = Potom odošleme
guest-confirm-name = Predajca uvidí vaše meno: { $name }.
guest-confirm-to = Komu: { $name }
guest-confirm-send = Potvrdiť a odoslať
guest-confirm-enter = Potvrdiť a pokračovať
guest-confirm-not-you = Neboli ste to vy? Zatvorte túto stránku a nič sa neodošle.
guest-nameless = Hosť
