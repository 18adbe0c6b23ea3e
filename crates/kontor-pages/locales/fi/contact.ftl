### Contact cards.

contact-callback-message = Soitathan minulle takaisin: { $number }
