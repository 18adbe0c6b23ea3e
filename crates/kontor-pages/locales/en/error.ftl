### What went wrong and what to do next. No blame, no jargon.

# Before the title of a page, and read before an error.
error-prefix = Error:
error-summary = There is a problem
# Why a form was not accepted.
error-body-empty = Write a message before you send it.
error-body-too-long = Shorten your message to 10,000 characters.
error-subject-too-long = Shorten the subject to at most 120 characters.
error-own-listing = This is your own listing, so you cannot write to yourself about it.
error-own-order = You are both the buyer and the seller of this order, so you cannot write to yourself about it.
error-listing-retired = This listing is no longer on offer, so no new message can be sent about it.
error-already-closed = This conversation is already closed.
error-already-open = This conversation is already open.
error-key-reused = This form was already sent with another text. Check the conversation before you send again.
error-not-done = This could not be done. Try again.
# Headings of whole pages, each with what to do next.
error-not-found = Page not found
error-not-found-next = Check the address. The page may have moved, or it may belong to another account.
error-sign-in-first = Sign in to go on
error-sign-in-first-next = This page is only for people who are signed in. You will come back here afterwards.
error-too-many-requests = Too much at once
error-too-many-requests-next = Nothing is lost. Wait a little, then try again.
error-too-large = That is too large
error-too-large-next = Go back, shorten what you are sending and try again.
error-conflict = Somebody was faster
error-conflict-next = This changed while you were looking at it. Go back, reload the page and try again.
error-unprocessable = This could not be done
error-unprocessable-next = Go back, change what you entered and try again.
error-bad-request = The form did not arrive whole
error-bad-request-next = Go back, reload the page and send it again.
error-server-trouble = Something broke on our side
error-server-trouble-next = It is not your fault. Try again in a moment. If it keeps happening, tell us the number below.
error-unavailable = Back in a moment
error-unavailable-next = The server is busy or being restarted. Try again in a minute.
error-unknown-host = No marketplace lives here
error-unknown-host-next = No marketplace answers under this address. Check the address. If you run this server, add the host name to its configuration.
error-token-refused = You could not be signed in
error-token-refused-next = Go back to the marketplace and come here again from there. The link works once and for two minutes.
error-email-taken = This e-mail address belongs to another account
error-email-taken-next = Go back to the marketplace and change your e-mail address there, or sign in here with the account that has it.
# $seconds: how long to wait.
error-retry =
    { $seconds ->
        [one] Try again in { $seconds } second.
       *[other] Try again in { $seconds } seconds.
    }
# $id: the number of the request.
error-request = Request number: { $id }
