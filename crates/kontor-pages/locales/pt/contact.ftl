### Contact cards.

contact-callback-message = Por favor, ligue-me de volta: { $number }
