### Zabudnuté heslo.

password-forgotten = Zabudnuté heslo
password-forgotten-hint = Adresa, s ktorou sa prihlasujete. Pošleme na ňu odkaz.
password-send = Poslať odkaz
password-sent = Ak { $email } patrí k účtu u nás, odkaz je na ceste.
password-sent-hint = Pozrite sa aj do nevyžiadanej pošty. Odkaz funguje raz a hodinu.
password-back = Späť na prihlásenie
password-new = Zvoľte si nové heslo
password-again = Poslať ďalší odkaz
password-error-email = Napíšte e-mailovú adresu, napríklad meno@example.org.
password-error-link = Tento odkaz už bol použitý alebo je príliš starý. Požiadajte o ďalší.
