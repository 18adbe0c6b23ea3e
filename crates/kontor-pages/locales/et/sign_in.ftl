### Sisselogimine.

sign-in-heading = Sisselogimine
sign-in-email = E-posti aadress
sign-in-password = Parool
sign-in-error-wrong = See e-posti aadress ja parool ei sobi kokku. Kontrollige mõlemat ja proovige uuesti.
sign-in-error-too-many = Liiga palju katseid. Oodake mõni minut ja proovige siis uuesti.
sign-in-demo = See on demo.
sign-in-demo-open = Sisene ilma paroolita
sign-in-guest = Kontot ei ole? Laske saata link
