### People without an account: writing and coming back by a link.

# Heading.
guest-ask = Continue without an account
guest-ask-hint = We send a link to this address. With it you find the conversations that you began with this address.
# Link.
guest-have-account = I have an account
# Heading.
guest-sent = Look in your mailbox
# $email: the address as it was typed.
guest-sent-to = A link goes to { $email }. Open it within 24 hours.
guest-sent-message = Your message is sent as soon as you have confirmed the address by the link.
guest-sent-hint = Nothing there? Look in the spam folder. An address that has not been confirmed yet gets one link a day; what you write meanwhile in this browser is sent by the same link.
guest-write-hint = You need no account: confirm your e-mail address by a link, and your message is sent.
guest-name = Your name
guest-name-hint = The seller sees this name.
guest-email-hint = We send a link there so that you can confirm it. The seller does not see the address.
# A box to tick. $marketplace: the marketplace's name.
guest-consent = I agree that { $marketplace } passes my name and this message on to the seller and keeps them.
# Button.
guest-continue = Continue
guest-error-name = Type a name of at most 80 characters for the seller to see.
guest-error-consent = Tick that your message may be passed on to the seller. It cannot be sent otherwise.
guest-error-sign-in = This seller takes messages only from people who are signed in. Sign in to write.
guest-error-too-many = Too many links were asked for from your network. Wait an hour, then try again.
# Heading.
guest-confirm = Confirm your e-mail address
# $email: the address.
guest-confirm-address = With this you confirm { $email }.
# Heading above one or more messages.
guest-confirm-sends = What is sent then
# $name: the writer's own name.
guest-confirm-name = The seller sees your name: { $name }.
# $name: the seller's name.
guest-confirm-to = To { $name }
# Button.
guest-confirm-send = Confirm and send
# Button.
guest-confirm-enter = Confirm and continue
guest-confirm-not-you = Was it not you? Close this page, and nothing is sent.
# What somebody is called who chose no name.
guest-nameless = Guest
