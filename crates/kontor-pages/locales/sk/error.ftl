### Čo sa stalo a čo robiť ďalej. Bez výčitiek a bez odborných slov.

error-prefix = Chyba:
error-summary = Niečo treba opraviť
error-body-empty = Pred odoslaním napíšte správu.
error-body-too-long = Skráťte správu na najviac 10 000 znakov.
error-subject-too-long = Skráťte predmet na najviac 120 znakov.
error-own-listing = Toto je vaša vlastná ponuka, preto si o nej nemôžete písať.
error-own-order = V tejto objednávke ste kupujúci aj predajca, preto si o nej nemôžete písať.
error-listing-retired = Táto ponuka už nie je aktuálna, preto k nej nemožno poslať novú správu.
error-already-closed = Táto konverzácia je už uzavretá.
error-already-open = Táto konverzácia je už otvorená.
error-key-reused = Tento formulár už bol odoslaný s iným textom. Pred ďalším odoslaním skontrolujte konverzáciu.
error-not-done = Nepodarilo sa to. Skúste to znova.
error-not-found = Stránka sa nenašla
error-not-found-next = Skontrolujte adresu. Stránka mohla byť presunutá alebo patrí k inému účtu.
error-sign-in-first = Pokračujte prihlásením
error-sign-in-first-next = Táto stránka je len pre prihlásených. Po prihlásení sa sem vrátite.
error-too-many-requests = Priveľa naraz
error-too-many-requests-next = Nič sa nestratilo. Chvíľu počkajte a skúste to znova.
error-too-large = Je to príliš veľké
error-too-large-next = Vráťte sa, skráťte obsah a skúste to znova.
error-conflict = Niekto bol rýchlejší
error-conflict-next = Kým ste stránku mali otvorenú, niečo sa zmenilo. Vráťte sa, načítajte ju znova a skúste to ešte raz.
error-unprocessable = Nepodarilo sa to
error-unprocessable-next = Vráťte sa, zmeňte zadané údaje a skúste to znova.
error-bad-request = Formulár neprišiel celý
error-bad-request-next = Vráťte sa, načítajte stránku znova a odošlite ho ešte raz.
error-server-trouble = Niečo sa pokazilo na našej strane
error-server-trouble-next = Nie je to vaša chyba. O chvíľu to skúste znova. Ak sa to opakuje, oznámte nám číslo uvedené nižšie.
error-unavailable = O chvíľu sme späť
error-unavailable-next = Server je vyťažený alebo sa reštartuje. Skúste to o minútu.
error-unknown-host = Tu žiadne trhovisko nie je
error-unknown-host-next = Na tejto adrese neodpovedá žiadne trhovisko. Skontrolujte adresu. Ak tento server prevádzkujete, pridajte názov hostiteľa do jeho nastavení.
error-token-refused = Nepodarilo sa vás prihlásiť
error-token-refused-next = Vráťte sa na trhovisko a príďte odtiaľ znova. Odkaz funguje raz a dve minúty.
error-email-taken = Táto e-mailová adresa patrí k inému účtu
error-email-taken-next = Vráťte sa na trhovisko a zmeňte si tam e-mailovú adresu, alebo sa tu prihláste účtom, ku ktorému patrí.
error-retry =
    { $seconds ->
        [one] Skúste to znova o { $seconds } sekundu.
        [few] Skúste to znova o { $seconds } sekundy.
       *[other] Skúste to znova o { $seconds } sekúnd.
    }
error-request = Číslo požiadavky: { $id }
