### Kontaktná karta na cudzích stránkach: krátke názvy a tlačidlá.

embed-message = Správa
embed-message-open = Napísať správu
embed-form = Kontaktný formulár
embed-form-open = Otvoriť formulár
embed-phone = Telefón
embed-phone-open = Zobraziť číslo
embed-sms = Poslať SMS
embed-email = E-mail
embed-email-open = Zobraziť adresu
embed-post = Pošta
embed-post-open = Zobraziť adresu
embed-sellers = Predajcovia
embed-sellers-open = Zobraziť predajcov
embed-trader = Kto tu predáva
embed-trader-open = Zobraziť údaje
embed-again = Znova môžete volať { $when }.
embed-closed = Telefón teraz nikto nedvíha.
embed-callback = Požiadať o spätné volanie
embed-sign-in = Zobrazí sa vám to po prihlásení.
embed-verify-email = Zobrazí sa vám to, keď potvrdíte svoju e-mailovú adresu.
embed-none = Tohto predajcu tu nemožno kontaktovať.
embed-scam = { $marketplace } nemá vlastnú platobnú ani kuriérsku službu. Nikdy nepotvrdzujte platbu cez odkaz.
embed-out-of-hours = Telefón dnes už nikto nedvíha.
embed-handouts-used-up = Dnes ste si vyžiadali veľa čísel a adries. Pokračujte zajtra alebo sa prihláste.
embed-channel-not-offered = Predajca to už neponúka.
embed-trouble = Nepodarilo sa to. Skúste to o chvíľu znova.
