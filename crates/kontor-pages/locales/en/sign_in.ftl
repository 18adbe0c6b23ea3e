### Signing in.

sign-in-heading = Sign in
sign-in-email = E-mail address
sign-in-password = Password
sign-in-error-wrong = This e-mail address and password do not go together. Check both and try again.
sign-in-error-too-many = Too many tries. Wait a few minutes, then try again.
sign-in-demo = This is a demo.
sign-in-demo-open = Step in without a password
# While the browser is led on.
sign-in-token-waiting = Signing you in…
sign-in-token-explain = You are signed in here when you come from the marketplace. Go back there and follow the link again.
sign-in-token-explain-hint = The link works once and for two minutes, and needs JavaScript.
# Button.
sign-in-token-password = Sign in with a password instead
sign-in-switch = Go on as somebody else?
# $now: the name of who is signed in. $name: the name of who comes from the marketplace.
sign-in-switch-who = You are signed in here as { $now }, but come from the marketplace as { $name }. If you did not expect this, stay as you are.
# Button. $name: the name of who comes from the marketplace.
sign-in-switch-go = Go on as { $name }
# Link. $now: the name of who is signed in.
sign-in-switch-stay = Stay { $now }
# Link.
sign-in-guest = No account? Have a link sent to you
