### Vlastný účet.

account-heading = Váš účet
account-sessions = Kde ste prihlásení
account-sessions-hint = Ak niektoré z týchto prihlásení nepoznáte, ukončite ho a zmeňte si heslo.
account-session-here = Tento prehliadač
account-session-program = Program
account-session-unnamed = Prehliadač bez názvu
account-session-browser = { $browser }, { $system }
account-session-since = Od { $date }
account-session-end = Ukončiť
account-session-end-others = Ukončiť všetky ostatné
account-password = Heslo
account-password-current = Súčasné heslo
account-password-new = Nové heslo
account-password-hint = Aspoň 10 znakov. Všade inde vás potom odhlásime.
account-password-change = Zmeniť heslo
account-password-wrong = Súčasné heslo nie je správne.
account-password-length = Nové heslo musí mať aspoň 10 znakov.
account-contact = Kontakty
account-email-proven = Vaša e-mailová adresa je overená.
account-email-unproven = Vaša e-mailová adresa ešte nie je overená. Niektorí predajcovia ukazujú číslo len ľuďom s overenou adresou.
account-email-prove = Overiť adresu
account-proofs = Overiť čísla a adresy
account-proven = Potvrdená adresa: { $email }
