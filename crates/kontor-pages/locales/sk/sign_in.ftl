### Prihlásenie.

sign-in-heading = Prihlásenie
sign-in-email = E-mailová adresa
sign-in-password = Heslo
sign-in-error-wrong = Táto e-mailová adresa a heslo k sebe nepatria. Skontrolujte oboje a skúste to znova.
sign-in-error-too-many = Priveľa pokusov. Počkajte niekoľko minút a skúste to znova.
sign-in-demo = Toto je ukážka.
sign-in-demo-open = Vstúpiť bez hesla
sign-in-token-waiting = Prihlasujeme vás…
sign-in-token-explain = Sem sa prihlásite príchodom z trhoviska. Vráťte sa naň a otvorte odkaz znova.
sign-in-token-explain-hint = Odkaz funguje raz a dve minúty a potrebuje JavaScript.
sign-in-token-password = Prihlásiť sa heslom
sign-in-switch = Pokračovať ako niekto iný?
sign-in-switch-who = Ste tu prihlásení ako { $now }, ale z trhoviska prichádzate ako { $name }. Ak ste to nečakali, nič nemeňte.
sign-in-switch-go = Pokračovať ako { $name }
sign-in-switch-stay = Zostať ako { $now }
sign-in-guest = Nemáte účet? Nechajte si poslať odkaz
