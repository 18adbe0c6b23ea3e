### Signing in.

sign-in-heading = Sign in
sign-in-email = E-mail address
sign-in-password = Password
sign-in-error-wrong = This e-mail address and password do not go together. Check both and try again.
sign-in-error-too-many = Too many tries. Wait a few minutes, then try again.
sign-in-demo = This is a demo.
sign-in-demo-open = Step in without a password
# Link.
sign-in-guest = No account? Have a link sent to you
