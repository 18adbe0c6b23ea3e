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
# Subject. $shop: the shop's name. $marketplace: the marketplace's name.
mail-team-subject = Join the team of { $shop } at { $marketplace }
# $shop: the shop's name. $marketplace: the marketplace's name.
mail-team-why = You are invited into the team of { $shop } at { $marketplace }, to read and answer what buyers write.
# The link.
mail-team-open = See the invitation
# $hours: how long the link works.
mail-team-until = The link works once and for { $hours } hours, only for this address. If you do not know the shop, do nothing.
