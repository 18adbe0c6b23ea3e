### E-posti aadressi või telefoninumbri kinnitamine enda omaks.

proof-heading = Kinnitatud kontaktandmed
proof-lead = Teised näevad aadressi või numbrit alles siis, kui olete näidanud, et see on teie oma.
proof-owners = Kelle andmed
proof-waiting = Sisestage kood
proof-sent-phone = Kood on SMS-iga teel numbrile { $value }.
proof-sent-email = Kood on teel aadressile { $value }.
proof-until = See kehtib kuni { $time }.
proof-code = Kuuekohaline kood
proof-confirm = Kinnita
proof-again = Saada uus kood
proof-proven = Kinnitatud
proof-none = Veel mitte midagi. Seni ei näe keegi teie aadressi ega numbrit.
proof-login = Logite sellega sisse
proof-since = Kinnitatud { $date }
proof-since-marketplace = Turuplatsi kinnitatud { $date }
proof-withdraw = Võta tagasi
proof-withdraw-hint = Mille te tagasi võtate, seda ei näidata sellest hetkest enam kellelegi. Sisselogimise aadressile ei saadeta teateid, kuni kinnitate selle uuesti.
proof-feed = Aadressid teie kuulutustes
proof-feed-hint = Teie kuulutustes on need aadressid. Kuni aadress pole kinnitatud, lähevad sõnumid poe aadressile.
proof-feed-listings = { $count ->
    [one] { $count } kuulutus
   *[other] { $count } kuulutust
}
proof-another = Kinnitage veel
proof-phone = Telefoninumber
proof-phone-hint = Kood tuleb SMS-iga, seega peab see olema mobiilinumber. Muid numbreid saab kinnitada turuplats.
proof-email = E-posti aadress
proof-send = Saada kood
proof-error-email = Sisestage e-posti aadress, näiteks nimi@example.com.
proof-error-phone = See ei ole telefoninumber. Kontrollige seda ja lisage välismaa numbrile + ja riigi suunakood.
proof-error-premium = Sellele numbrile helistamine võib maksta tavalisest rohkem, seetõttu ei saa seda ostjatele näidata.
proof-error-unknown-country = Sellist suunakoodi ei ole ühelgi riigil.
proof-error-no-sms = Sellele numbrile ei saa SMS-e saata. Sisestage mobiilinumber või paluge turuplatsil number kinnitada.
proof-error-wrong = See ei ole saadetud kood. Kontrollige koodi või küsige uus.
proof-error-expired = Kood on juba kasutatud, aegunud või seda on proovitud liiga palju kordi. Küsige uus.
proof-error-too-many = Teil on kinnitatud nii palju, kui ruumi on. Võtke enne midagi tagasi.
proof-error-too-many-requests = Praegu on koode või katseid liiga palju. Oodake veidi ja proovige siis uuesti.
proof-own-heading = Kinnitage oma e-posti aadress
proof-own-why = Mõned müüjad soovivad sõnumeid ainult kinnitatud aadressiga inimestelt ning teated uute sõnumite kohta lähevad ainult kinnitatud aadressile.
proof-own-address = Saadame koodi aadressile { $email }.
proof-own-proven = { $email } on kinnitatud.
