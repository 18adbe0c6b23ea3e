### Contact cards: how a seller is reached, and what was handed out.

# The message that a request to be called back sends to the seller. $number: a telephone number.
contact-callback-message = Please call me back: { $number }
# Heading of the card.
contact-heading = Contact
# Heading of a page. $name: the seller.
contact-of = Contact: { $name }
# $name: the seller.
contact-none = { $name } takes no contact at the moment.
contact-none-next = That is the seller’s choice. What you need to know may stand in the listing.
# $marketplace: its name.
contact-closed = On { $marketplace } all contact stays on the platform, where both sides can rely on the record. That is why only messages are offered.
# Names of the channels.
contact-message = Message
contact-message-hint = Here on the platform. The answer comes to your messages.
# Button.
contact-message-open = Write a message
contact-form = Contact form
contact-form-hint = Goes to the seller’s e-mail; the address stays hidden.
# Button.
contact-form-open = Open the form
contact-phone = Phone
contact-phone-both = Takes calls and text messages.
contact-phone-call = Takes calls.
contact-phone-sms = Takes text messages only.
# $when: as “today at 17:00”.
contact-phone-until = Can be reached until { $when }.
# $when: as “Monday 24 November at 9:00”, in the middle of a sentence.
contact-phone-again = You can call again { $when }.
contact-phone-never = The phone takes no calls at the moment.
# Button.
contact-phone-show = Show number
# Button and title.
contact-callback = Ask to be called back
# $name: the seller.
contact-callback-heading = Ask { $name } to call you back
contact-callback-lead = Leave your number, and the seller sees that you wait for a call.
contact-callback-number = Your phone number
contact-callback-note = What is it about?
contact-callback-note-hint = Not needed, but it helps, and so does a good time to call.
# $name: the seller.
contact-callback-sent = { $name } has your request. It stands in your messages too, where you can add to it.
contact-email = E-mail
# Button.
contact-email-show = Show address
contact-post = Post
# Button.
contact-post-show = Show postal address
contact-sellers = Salespeople
# Button.
contact-sellers-show = Show sellers
contact-trader = Who is behind this shop
contact-trader-hint = The details that the law asks of every business.
# Button.
contact-trader-show = Show details
contact-trader-address = Name and address
contact-trader-register = Trade register
contact-trader-register-number = Number in the register
contact-trader-vat = VAT number
contact-sign-in = Only for people who are signed in.
contact-verify = Only for people who have proven their e-mail address.
# Link.
contact-verify-open = Prove your address
# Link to the page before.
contact-back = Back
# Button or link that starts a call.
contact-call = Call
# Button or link that starts a text message.
contact-sms = Send a text message
# Why nothing was handed out.
contact-refused-not-offered = The seller does not offer this any more.
contact-refused-hours = The phone takes no calls at this hour.
contact-refused-call-now = The seller can be called right now. Go back and ask for the number.
contact-refused-waits = You already wait for several calls from this seller. Write a message instead.
contact-refused-used-up = No more numbers and addresses are shown today, so that nobody can collect them. You can ask again tomorrow.
contact-refused-own = You cannot ask yourself to call back.
# What is wrong with a field.
contact-error-note = Shorten the note to 500 characters.
contact-error-number = This number does not exist. Check it; from abroad it begins with + and the country’s code.
contact-error-number-missing = Give a phone number.
contact-error-number-premium = Calling this number may cost extra. Give one at the basic rate.
contact-error-number-country = This number belongs to no country that is known here.
contact-seller-business = Business
contact-seller-private = Private seller
