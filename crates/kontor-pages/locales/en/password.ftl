### A forgotten password.

password-forgotten = Forgotten password
password-forgotten-hint = The address with which you sign in. We send a link there.
# Button.
password-send = Send the link
# $email: the address as it was typed.
password-sent = If { $email } belongs to an account here, a link is on its way.
password-sent-hint = Look in the spam folder too. The link works once and for an hour.
# Button.
password-back = Back to signing in
password-new = Choose a new password
# Button.
password-again = Send another link
password-error-email = Type an e-mail address such as name@example.org.
password-error-link = This link was used before or is too old. Ask for another.
