### Kirjautuminen.

sign-in-heading = Kirjaudu sisään
sign-in-email = Sähköpostiosoite
sign-in-password = Salasana
sign-in-error-wrong = Sähköpostiosoite ja salasana eivät täsmää. Tarkista molemmat ja yritä uudelleen.
sign-in-error-too-many = Liian monta yritystä. Odota muutama minuutti ja yritä sitten uudelleen.
sign-in-demo = Tämä on demo.
sign-in-demo-open = Jatka ilman salasanaa
sign-in-token-waiting = Sinua kirjataan sisään…
sign-in-token-explain = Kirjaudut tänne tulemalla markkinapaikalta. Palaa sinne ja avaa linkki uudelleen.
sign-in-token-explain-hint = Linkki toimii kerran ja kahden minuutin ajan, ja se tarvitsee JavaScriptin.
sign-in-token-password = Kirjaudu salasanalla
sign-in-switch = Jatketaanko toisena henkilönä?
sign-in-switch-who = Olet kirjautunut tänne nimellä { $now }, mutta tulet markkinapaikalta nimellä { $name }. Jos et odottanut tätä, pysy entisenä.
sign-in-switch-go = Jatka nimellä { $name }
sign-in-switch-stay = Pysy nimellä { $now }
sign-in-guest = Ei tiliä? Pyydä linkki sähköpostiisi
