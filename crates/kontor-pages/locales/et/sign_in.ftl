### Sisselogimine.

sign-in-heading = Sisselogimine
sign-in-email = E-posti aadress
sign-in-password = Parool
sign-in-error-wrong = See e-posti aadress ja parool ei sobi kokku. Kontrollige mõlemat ja proovige uuesti.
sign-in-error-too-many = Liiga palju katseid. Oodake mõni minut ja proovige siis uuesti.
sign-in-demo = See on demo.
sign-in-demo-open = Sisene ilma paroolita
sign-in-token-waiting = Logime teid sisse…
sign-in-token-explain = Siia logitakse teid sisse, kui tulete turuplatsilt. Minge sinna tagasi ja avage link uuesti.
sign-in-token-explain-hint = Link töötab ühe korra ja kaks minutit ning vajab JavaScripti.
sign-in-token-password = Logi sisse parooliga
sign-in-switch = Kas jätkata kellegi teisena?
sign-in-switch-who = Olete siin sisse logitud nimega { $now }, kuid tulete turuplatsilt nimega { $name }. Kui te seda ei oodanud, ärge midagi muutke.
sign-in-switch-go = Jätka nimega { $name }
sign-in-switch-stay = Jää nime { $now } alla
sign-in-guest = Kontot ei ole? Laske saata link
