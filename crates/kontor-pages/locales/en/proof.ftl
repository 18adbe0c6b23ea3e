### Proving that an e-mail address or a telephone number is one's own.

proof-heading = Proven contact details
proof-lead = Others see an address or a number only once you have shown that it is yours.
# Names the choice between oneself and one's shops.
proof-owners = For whom
proof-waiting = Type in the code
# $value: a telephone number.
proof-sent-phone = A code is on its way by text message to { $value }.
# $value: an e-mail address.
proof-sent-email = A code is on its way to { $value }.
# $time: an hour of today, or a day.
proof-until = It works until { $time }.
proof-code = Code of six digits
# Button.
proof-confirm = Confirm
# Button.
proof-again = Send another code
proof-proven = Proven
proof-none = Nothing yet. Until then nobody sees an address or a number of yours.
# Beside the address with which one signs in.
proof-login = You sign in with it
# $date: a day, or an hour of today.
proof-since = Proven { $date }
# $date: a day, or an hour of today.
proof-since-marketplace = Confirmed by the marketplace { $date }
# Button. The address or number follows for screen readers.
proof-withdraw = Withdraw
proof-withdraw-hint = What you withdraw is shown to nobody from that moment on. No notices go to the address you sign in with until you prove it again.
proof-feed = Addresses in your listings
proof-feed-hint = Your listings name these addresses. Until one is proven, messages go to the address of the shop.
# $count: how many listings name the address.
proof-feed-listings = { $count ->
    [one] { $count } listing
   *[other] { $count } listings
}
proof-another = Prove another
proof-phone = Telephone number
proof-phone-hint = The code comes by text message, so it must be a mobile. The marketplace can confirm other numbers.
proof-email = E-mail address
# Button.
proof-send = Send a code
proof-error-email = Type in an e-mail address, such as name@example.com.
proof-error-phone = This is no telephone number. Check it, and add + and the country code if it is from abroad.
proof-error-premium = Calling this number can cost extra, so it cannot be shown to buyers.
proof-error-unknown-country = No country has this country code.
proof-error-no-sms = This number takes no text messages. Type in a mobile, or ask the marketplace to confirm the number.
proof-error-wrong = This is not the code that was sent. Check it, or ask for another one.
proof-error-expired = This code was used before, is too old or was tried too often. Ask for another one.
proof-error-too-many = You have proven as much as there is room for. Withdraw something first.
proof-error-too-many-requests = Too many codes or tries for now. Wait a while, then try again.
proof-own-heading = Prove your e-mail address
proof-own-why = Some sellers want to hear only from people with a proven address, and notices of new messages go only to one.
# $email: an e-mail address.
proof-own-address = We send a code to { $email }.
# $email: an e-mail address.
proof-own-proven = { $email } is proven.
