### How a shop gets its messages.

delivery-heading = How messages reach your shop
delivery-archive = Every message stays in the conversation, whatever you choose here.
# Names the choices.
delivery-how = Messages from buyers
# A choice.
delivery-email = By e-mail
delivery-email-hint = Each message comes whole by e-mail. In the inbox it does not count as unread.
# A choice.
delivery-both = By e-mail and in the inbox
delivery-both-hint = Each message comes whole by e-mail, and is unread in the inbox until somebody opens it.
# A choice.
delivery-inbox = In the inbox
delivery-inbox-hint = Messages wait in the inbox. A notice by e-mail says that something is there.
delivery-address = E-mail address for messages
delivery-address-hint = Leave it empty to use the login addresses of the shop’s administrators. A listing with a proven address of its own uses that one.
delivery-address-wrong = Enter an e-mail address like name@example.com.
# The state of an address.
delivery-proven = Proven
# The state of an address.
delivery-unproven = Not proven yet
delivery-unproven-next = Until it is, messages go to the shop’s administrators.
# A link.
delivery-prove = Prove it now
delivery-no-mail = This marketplace sends no e-mail, so all messages go to the inbox.
delivery-no-address = No administrator of this shop has proven an e-mail address, so messages go to the inbox until one does.
delivery-private = Messages to you arrive in your inbox, and a notice by e-mail tells you about them. Only the administrators of a shop can choose otherwise.
# Button.
delivery-save = Save
