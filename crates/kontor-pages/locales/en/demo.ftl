### The demo's own pages. The start page says in ten seconds what Kontor is.

demo-title = Try Kontor
demo-heading = Where buyers, sellers and the marketplace reach each other
demo-lead = Kontor is the messaging server of an online marketplace. You run it yourself, as one program.
demo-fact-kept = Nothing is lost.
demo-fact-kept-how = A message counts as sent only once it is safely kept.
demo-fact-live = Answers arrive live.
demo-fact-live-how = Both sides see a new message at once, and by e-mail when they are away.
demo-fact-own = The record is yours.
demo-fact-own-how = Every conversation is kept in an archive that shows any later change.
demo-step-in = Step in as somebody
demo-step-in-hint = Open two of them in two windows and watch a message arrive.
demo-buyer = Buyer
demo-buyer-what = Find a listing, ask the seller, get an answer.
demo-private-seller = Private seller
demo-private-seller-what = Answer buyers in the inbox.
demo-shop-admin = Shop administrator
demo-shop-admin-what = See everything that buyers ask the shop.
demo-operator = Operator
demo-operator-what = See how the marketplace stands and what a feed brought in.
# Button. $name: the persona's name.
demo-be = Step in as { $name }
# Button: signs in by a token, as a real marketplace leads people here.
demo-from-marketplace = Come from the marketplace
demo-marketplaces = Marketplaces in this demo
# $count: listings on offer.
demo-listings =
    { $count ->
        [one] { $count } listing
       *[other] { $count } listings
    }
demo-preset-classifieds = Classifieds: buyers and sellers may exchange contact data.
demo-preset-closed = Orders: everything stays on the platform.
demo-behind = Behind the scenes
demo-mail = Caught mails
demo-mail-what = Every e-mail that the demo would have sent.
demo-api-what = Every call, with what it takes and answers.
demo-back = Demo
demo-mail-lead = The demo sends no e-mail to anybody. It keeps what it would have sent here.
# Heading over the text messages that the demo kept.
demo-sms = Text messages
demo-mail-none = No e-mail yet
demo-mail-none-next = Write a message as the buyer. The seller's notice then appears here.
# $address: an e-mail address.
demo-mail-to = To { $address }
# $address: a name and an e-mail address.
demo-mail-from = From { $address }
