### Stránky ukážky. Úvodná stránka za desať sekúnd povie, čo je Kontor.

demo-title = Vyskúšajte Kontor
demo-heading = Tu sa kupujúci, predajcovia a trhovisko navzájom zastihnú
demo-lead = Kontor je server na správy pre online trhovisko. Prevádzkujete ho sami, ako jeden program.
demo-fact-kept = Nič sa nestratí.
demo-fact-kept-how = Správa je odoslaná až vtedy, keď je bezpečne uložená.
demo-fact-live = Odpovede prichádzajú naživo.
demo-fact-live-how = Obe strany vidia novú správu hneď a v neprítomnosti ju oznámi e-mail.
demo-fact-own = Záznam je váš.
demo-fact-own-how = Každá konverzácia zostáva v archíve, ktorý odhalí každú neskoršiu zmenu.
demo-step-in = Vyberte si, kým chcete byť
demo-step-in-hint = Otvorte si dve úlohy v dvoch oknách a sledujte, ako správa príde.
demo-buyer = Kupujúci
demo-buyer-what = Nájdite ponuku, opýtajte sa predajcu a dostanete odpoveď.
demo-private-seller = Súkromný predajca
demo-private-seller-what = Odpovedajte kupujúcim v doručených správach.
demo-shop-admin = Správca obchodu
demo-shop-admin-what = Pozrite si všetko, na čo sa kupujúci obchodu pýtajú.
demo-operator = Prevádzkovateľ
demo-operator-what = Pozrite si, ako je na tom trhovisko a čo priniesol import.
demo-be = Vstúpiť ako { $name }
demo-from-marketplace = Prísť z trhoviska
demo-marketplaces = Trhoviská v tejto ukážke
demo-listings =
    { $count ->
        [one] { $count } ponuka
        [few] { $count } ponuky
       *[other] { $count } ponúk
    }
demo-preset-classifieds = Inzercia: kupujúci a predajcovia si môžu vymeniť kontaktné údaje.
demo-preset-closed = Objednávky: všetko zostáva na platforme.
demo-behind = V zákulisí
demo-mail = Zachytené e-maily
demo-mail-what = Každý e-mail, ktorý by ukážka odoslala.
demo-api-what = Každé volanie: čo prijíma a čo odpovedá.
demo-back = Ukážka
demo-mail-lead = Ukážka nikomu neposiela e-maily. Čo by odoslala, zostáva tu.
demo-sms = Správy SMS
demo-mail-none = Zatiaľ žiadne e-maily
demo-mail-none-next = Napíšte správu ako kupujúci. Oznámenie pre predajcu sa potom objaví tu.
demo-mail-to = Komu: { $address }
demo-mail-from = Od: { $address }
