### Demo enda lehed. Avaleht ütleb kümne sekundiga, mis Kontor on.

demo-title = Proovige Kontorit
demo-heading = Siin saavad ostjad, müüjad ja turuplats üksteisega ühendust
demo-lead = Kontor on veebituru sõnumiserver. Seda saab ise käitada ühe programmina.
demo-fact-kept = Midagi ei lähe kaduma.
demo-fact-kept-how = Sõnum loetakse saadetuks alles siis, kui see on kindlalt talletatud.
demo-fact-live = Vastused jõuavad kohale kohe.
demo-fact-live-how = Mõlemad pooled näevad uut sõnumit otsekohe, eemal olles aga saavad e-kirja.
demo-fact-own = Andmed kuuluvad teile.
demo-fact-own-how = Iga vestlus säilib arhiivis, mis toob välja kõik hilisemad muudatused.
demo-step-in = Valige, kelle rollis proovite
demo-step-in-hint = Avage kaks rolli kahes aknas ja vaadake, kuidas sõnum kohale jõuab.
demo-buyer = Ostja
demo-buyer-what = Leidke kuulutus, küsige müüjalt ja saate vastuse.
demo-private-seller = Eraisikust müüja
demo-private-seller-what = Vastake postkastis ostjatele.
demo-shop-admin = Poe haldur
demo-shop-admin-what = Näete kõike, mida ostjad poelt küsivad.
demo-operator = Turuplatsi haldaja
demo-operator-what = Vaadake, kuidas turuplatsil läheb ja mida import tõi.
demo-be = Sisene: { $name }
demo-from-marketplace = Tule turuplatsilt
demo-marketplaces = Turuplatsid selles demos
demo-listings =
    { $count ->
        [one] { $count } kuulutus
       *[other] { $count } kuulutust
    }
demo-preset-classifieds = Kuulutused: ostjad ja müüjad võivad kontaktandmeid vahetada.
demo-preset-closed = Tellimused: kõik jääb platvormile.
demo-behind = Kulisside taga
demo-mail = Kinni püütud kirjad
demo-mail-what = Kõik e-kirjad, mille demo oleks saatnud.
demo-api-what = Kõik päringud: mida need võtavad ja mida vastavad.
demo-back = Demo
demo-mail-lead = Demo ei saada kellelegi e-kirju. Kirjad, mille see oleks saatnud, jäävad siia.
demo-sms = SMS-id
demo-mail-none = Kirju veel ei ole
demo-mail-none-next = Kirjutage ostjana sõnum. Seejärel ilmub siia müüjale mõeldud teade.
demo-mail-to = Saaja: { $address }
demo-mail-from = Saatja: { $address }
