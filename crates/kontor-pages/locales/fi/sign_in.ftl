### Kirjautuminen.

sign-in-heading = Kirjaudu sisään
sign-in-email = Sähköpostiosoite
sign-in-password = Salasana
sign-in-error-wrong = Sähköpostiosoite ja salasana eivät täsmää. Tarkista molemmat ja yritä uudelleen.
sign-in-error-too-many = Liian monta yritystä. Odota muutama minuutti ja yritä sitten uudelleen.
sign-in-demo = Tämä on demo.
sign-in-demo-open = Jatka ilman salasanaa
sign-in-guest = Ei tiliä? Pyydä linkki sähköpostiisi
