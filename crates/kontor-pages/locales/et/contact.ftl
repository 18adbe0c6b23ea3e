### Contact cards.

contact-callback-message = Palun helistage mulle tagasi: { $number }
