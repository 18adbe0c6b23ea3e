### The contact card on pages of others: short labels and buttons.

embed-message = Message
# Button, like every *-open here.
embed-message-open = Write a message
embed-form = Contact form
embed-form-open = Open the form
embed-phone = Phone
embed-phone-open = Show number
embed-sms = Send a text message
embed-email = E-mail
embed-email-open = Show address
embed-post = Post
embed-post-open = Show address
embed-sellers = Salespeople
embed-sellers-open = Show sellers
embed-trader = Who sells here
embed-trader-open = Show details
# $when: as in "Monday 24 November at 9:00".
embed-again = You can call again { $when }.
embed-closed = Nobody answers the phone at the moment.
embed-callback = Ask to be called back
embed-sign-in = Sign in to see this.
embed-verify-email = Prove your e-mail address to see this.
embed-none = This seller takes no contact here.
# $marketplace: the marketplace's name.
embed-scam = { $marketplace } has no payment or courier service of its own. Never confirm a payment by a link.
embed-out-of-hours = The phone is no longer answered today.
embed-handouts-used-up = You have asked for many numbers and addresses today. Go on tomorrow, or sign in.
embed-channel-not-offered = The seller no longer offers this.
embed-trouble = That did not work. Try again in a moment.
