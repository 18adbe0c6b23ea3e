### Listings: what sellers offer.

listing-list-heading = Listings
listing-search = Search listings
# Button.
listing-search-button = Search
listing-none = Nothing is on offer yet
listing-none-next = Listings appear here as soon as the marketplace sends them.
# $words: what was searched for.
listing-not-found = Nothing found for “{ $words }”
listing-not-found-next = Try fewer or other words.
# Button.
listing-all = See all listings
listing-no-price = Ask for the price
listing-next = More listings
listing-back = All listings
# $name: the seller's name.
listing-seller = Sold by { $name }
listing-no-description = The seller has not described this listing.
# $marketplace: the marketplace's name.
listing-open = See it on { $marketplace }
listing-retired = This listing is no longer on offer.
listing-retired-write = No new messages
listing-retired-next = The seller no longer takes messages about this listing. Your earlier conversation stays in your messages.
listing-own = Your listing
listing-own-next = Buyers can write to you here. Their messages come to your inbox.
# Button.
listing-own-open = Open your messages
listing-write = Write to the seller
# $name: the seller's name.
listing-sign-in = Sign in to write to { $name }. You will find the answer in your messages.
# $name: the seller's name.
listing-known = You already write with { $name } about this listing.
listing-known-seller = You already write with { $name }.
listing-continue = Open the conversation
# Label of the text field. $name: the seller's name.
listing-message = Your message to { $name }
listing-message-hint = Say what you would like to know, such as condition, size or pick-up.
# Label of a text field of one line.
listing-subject = Subject
# A warning against fraud. $marketplace: the marketplace's name.
listing-scam-hint = { $marketplace } has no payment or courier service of its own. Never confirm a payment through a link.
