### A shop's team: who belongs to it, inviting, removing, leaving, joining.

team-heading = Team
team-hint = Everybody in the team reads and answers what buyers write to the shop.
team-none = You are in no shop's team
team-none-next = Whoever administers a shop can invite you by e-mail. The link in that mail brings you in.
# A label beside the reader's own name.
team-you = You
# A label beside a name: this person administers the shop.
team-administrator = Administrator
# A label beside a name: this account may not sign in.
team-disabled = Blocked
# Button.
team-make-administrator = Make administrator
# Button.
team-unmake-administrator = No longer administrator
# Button.
team-remove = Remove
# Button.
team-leave = Leave
team-invitations = Invited
# $date: a day and an hour.
team-invitation-until = The link works until { $date }
# Button.
team-withdraw = Withdraw
team-invite = Invite somebody
team-invite-email = E-mail address
team-invite-hint = A link goes there. It works once, for 24 hours, and only for this address.
# A box to tick.
team-invite-administrator = May invite and remove people too
# Button.
team-invite-send = Send the invitation
team-error-email = Type an e-mail address such as name@example.org.
team-error-member = Somebody with this address is in the team already.
team-error-full = The team is as large as a team can be. Remove somebody first.
team-error-wait = Enough invitations for now, to this address or from this shop. Try again later.
team-error-last = The shop needs somebody who administers it. Make somebody else administrator first.
team-error-name = Type the name that others are to see, on one line.
# Why a link leads nowhere.
team-error-link = This link was used before, was withdrawn, or is older than a day. Ask for another invitation.
# $name: who is to be removed. $shop: the shop's name.
team-remove-heading = Remove { $name } from the team of { $shop }?
# $name: who is to be removed.
team-remove-what = { $name } then sees nothing of the shop any more, at once and everywhere. What was written stays.
# $shop: the shop's name.
team-leave-heading = Leave the team of { $shop }?
team-leave-what = You then see nothing of the shop any more. What you wrote stays. To come back you need an invitation.
# The link back from the question.
team-keep = Team
# $shop: the shop's name.
team-join-heading = Join the team of { $shop }
team-join-ended = This invitation has ended
team-join-administrator = You also invite and remove people.
# $email: the address that was invited.
team-join-account = You get an account with which you sign in as { $email }.
team-join-name = Your name
team-join-password = Password
team-join-password-hint = At least 10 characters.
# Button.
team-join = Join
team-join-sign-in = You have an account with the address that was invited. Sign in with it, then you can join.
team-join-other = The invitation is for another address than the one you are signed in with. Nothing was changed. Sign out, then open the link again.
