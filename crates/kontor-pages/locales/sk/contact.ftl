### Contact cards.

contact-callback-message = Prosím, zavolajte mi späť: { $number }
