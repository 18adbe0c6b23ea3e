### Conversations: the inbox and one thread.

conversation-inbox = Messages
conversation-search = Search your messages
# Names the links all, open, closed for screen readers.
conversation-filter = Which conversations
conversation-filter-all = All
conversation-filter-open = Open
conversation-filter-closed = Closed
conversation-none = No messages yet
conversation-none-next = Find something you like and write to its seller. The conversation then appears here.
conversation-none-here = No conversation matches
conversation-none-here-next = Try other words, or look through all of them.
# Button.
conversation-show-all = Show all
# The beginning of a message that the reader wrote. $text: that beginning.
conversation-preview-own = You: { $text }
# Read by screen readers after the number. $count: unread messages in one conversation.
conversation-unread =
    { $count ->
        [one] unread message
       *[other] unread messages
    }
# The state of a conversation.
conversation-closed = Closed
conversation-older = Older conversations
conversation-back = All messages
# Button.
conversation-close = Close conversation
# Button.
conversation-reopen = Open again
# Names the thread for screen readers.
conversation-entries = Conversation
conversation-earlier = Earlier messages
# In place of the reader's own name.
conversation-you = You
# $name: who closed the conversation.
conversation-entry-closed = { $name } closed the conversation.
# $name: who opened the conversation again.
conversation-entry-reopened = { $name } opened the conversation again.
# Label of the text field. $name: the other side's name.
conversation-write = Write to { $name }
conversation-closed-hint = This conversation is closed. A new message opens it again.
# Button.
conversation-send = Send
