### One's own account.

account-heading = Your account
account-sessions = Where you are signed in
account-sessions-hint = If you do not know one of these, end it and change your password.
account-session-here = This browser
account-session-program = Program
account-session-unnamed = Unnamed browser
# $browser: such as Firefox. $system: such as Linux, Android, iPhone.
account-session-browser = { $browser } on { $system }
# $date: a day, or an hour of today.
account-session-since = Since { $date }
# Button.
account-session-end = End
# Button.
account-session-end-others = End all others
account-password = Password
account-password-current = Current password
account-password-new = New password
account-password-hint = At least 10 characters. Everywhere else you are then signed out.
# Button.
account-password-change = Change password
account-password-wrong = The current password is wrong.
account-password-length = The new password needs at least 10 characters.
account-contact = Contact details
account-email-proven = Your e-mail address is proven.
account-email-unproven = Your e-mail address is not proven yet. Some sellers show their number only to people with a proven address.
# Link.
account-email-prove = Prove the address
# Link.
account-proofs = Prove numbers and addresses
# $email: the address that a guest proved.
account-proven = Confirmed address: { $email }
