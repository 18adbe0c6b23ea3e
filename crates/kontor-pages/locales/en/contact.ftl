### Contact cards.

# The message that a request to be called back sends to the seller. $number: a telephone number.
contact-callback-message = Please call me back: { $number }
