### Prihlásenie.

sign-in-heading = Prihlásenie
sign-in-email = E-mailová adresa
sign-in-password = Heslo
sign-in-error-wrong = Táto e-mailová adresa a heslo k sebe nepatria. Skontrolujte oboje a skúste to znova.
sign-in-error-too-many = Priveľa pokusov. Počkajte niekoľko minút a skúste to znova.
sign-in-demo = Toto je ukážka.
sign-in-demo-open = Vstúpiť bez hesla
sign-in-guest = Nemáte účet? Nechajte si poslať odkaz
