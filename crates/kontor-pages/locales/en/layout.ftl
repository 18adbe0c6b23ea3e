### What stands around every page. Short: the navigation must fit a phone of 390 px.

# The name of this language in itself, for the language switch.
layout-language-name = English
# The first link of each page, seen when it has the keyboard focus.
layout-skip = Skip to the content
# Names the main navigation for screen readers.
layout-nav = Main
layout-listings = Listings
layout-conversations = Messages
layout-team = Team
# Read by screen readers after the number in the badge. $count: conversations with something unread.
layout-unread =
    { $count ->
        [one] unread conversation
       *[other] unread conversations
    }
layout-orders = Orders
# The pages on which sellers say how to be reached; short.
layout-contact = Contact
layout-operator = Operator
layout-sign-in = Sign in
layout-sign-out = Sign out
layout-demo = Demo
layout-demo-mail = Caught mails
layout-api = API
# Names the language switch for screen readers.
layout-languages = Languages
# Link under a warning against fraud, to the marketplace’s help.
layout-support = Report it or ask for help
layout-runs-on = Runs on Kontor
# Shown once after something was done.
layout-flash-sent = Your message was sent.
layout-flash-closed = You closed this conversation.
layout-flash-reopened = You opened this conversation again.
layout-flash-signed-in = You are signed in.
layout-flash-signed-out = You are signed out.
layout-flash-password-changed = Your password is changed. Everywhere else you are signed out.
layout-flash-session-ended = Ended.
layout-flash-holidays-changed = The public holidays were changed.
layout-flash-code-sent = A code is on its way.
layout-flash-proven = Confirmed.
layout-flash-withdrawn = Withdrawn. It is shown to nobody from now on.
layout-flash-not-sent = Your address is confirmed, but your message could not be sent: nobody can write about this listing any more.
layout-flash-invited = The invitation is on its way.
layout-flash-team-changed = The team is changed.
layout-flash-team-left = You have left the team.
layout-flash-team-joined = You are in the team now.
layout-flash-contact-saved = Your contact settings are saved.
layout-flash-callback-done = The request is done with.
layout-flash-saved = Saved.
