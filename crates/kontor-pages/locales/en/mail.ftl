### E-mails. Plain words; never the text of the message itself.

# $name: the reader's name.
mail-greeting = Hello { $name },
# Subject. $name: who wrote. $listing: the title of the listing.
mail-notice-subject = { $name } wrote to you about “{ $listing }”
# Subject without a listing. $name: who wrote.
mail-notice-subject-plain = { $name } wrote to you
# $name: who wrote. $listing: the title of the listing.
mail-notice-wrote = { $name } wrote to you about “{ $listing }”.
# $name: who wrote.
mail-notice-wrote-plain = { $name } wrote to you.
# The link.
mail-notice-open = Read the message and answer
# $marketplace: the marketplace's name.
mail-safe = { $marketplace } never asks you by e-mail for a password or a payment.
# Subject. $marketplace: the marketplace's name.
mail-reset-subject = Choose a new password for { $marketplace }
# $marketplace: the marketplace's name.
mail-reset-why = Somebody asked for a new password for your account at { $marketplace }. Choose it here:
# The link.
mail-reset-open = Choose a new password
# $minutes: how long the link works.
mail-reset-until = The link works once and for { $minutes } minutes. If it was not you, do nothing: your password stays as it is.
# Subject. $code: six digits. $marketplace: the marketplace's name.
mail-proof-subject = { $code } is your code for { $marketplace }
# $marketplace: the marketplace's name.
mail-proof-why = Somebody wants to be reached at this address on { $marketplace }. If it is you, type in this code:
# $minutes: how long the code works.
mail-proof-until = The code works for { $minutes } minutes. Give it to nobody. If it was not you, do nothing: without the code the address is shown to nobody.
# A short message; with $marketplace (the marketplace's name, at most 20 characters) and $code (six digits) at most 160 characters of GSM 03.38, or 70 of any other. $minutes: how long the code works.
mail-proof-sms = { $marketplace }: your code is { $code }. It works for { $minutes } minutes. Give it to nobody.
# Subject. $marketplace: the marketplace's name.
mail-guest-subject = Confirm your e-mail address at { $marketplace }
# $marketplace: the marketplace's name.
mail-guest-why = Somebody gave this address at { $marketplace } to write without an account. If it was you, confirm it here:
# The link.
mail-guest-open = Confirm the address
# $hours: how long the link works.
mail-guest-until = The link works once and for { $hours } hours. If it was not you, do nothing: then nothing is sent.
# $link: where one signs in.
mail-guest-account = You have an account with this address. To write with your account, sign in: { $link }
# Subject. $shop: the shop's name. $marketplace: the marketplace's name.
mail-team-subject = Join the team of { $shop } at { $marketplace }
# $shop: the shop's name. $marketplace: the marketplace's name.
mail-team-why = You are invited into the team of { $shop } at { $marketplace }, to read and answer what buyers write.
# The link.
mail-team-open = See the invitation
# $hours: how long the link works.
mail-team-until = The link works once and for { $hours } hours, only for this address. If you do not know the shop, do nothing.
# The sender's name of a mail with a whole message. $name: who wrote. $marketplace: the marketplace's name.
mail-delivery-from = { $name } through { $marketplace }
# Subject. $name: who wrote. $listing: the title of the listing.
mail-delivery-subject = { $name } wrote about “{ $listing }”
# Subject. $name: who wrote. $number: the number of the order.
mail-delivery-subject-order = { $name } wrote about order { $number }
# Subject. $name: who wrote.
mail-delivery-subject-plain = { $name } wrote to you
# $name: who wrote. $number: the number of the order.
mail-delivery-wrote-order = { $name } wrote to you about order { $number }.
# The link follows.
mail-delivery-answer = Answer here:
# $marketplace: the marketplace's name.
mail-delivery-no-reply = Please do not answer this e-mail: the answer would not arrive. Answer on { $marketplace }, by the link.
