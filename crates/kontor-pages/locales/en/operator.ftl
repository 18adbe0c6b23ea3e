### The operator's pages: how the marketplace stands, and feed imports.

operator-heading = How the marketplace stands
operator-conversations = Conversations
# $count: open conversations.
operator-conversations-open =
    { $count ->
        [one] { $count } open
       *[other] { $count } open
    }
operator-listings = Listings
operator-listings-note = on offer now
operator-outbox-waiting = Waiting to go out
operator-outbox-waiting-note = e-mails and search entries
operator-outbox-dead = Laid aside
operator-outbox-dead-note = could not be sent after many tries
operator-imports = Last feed imports
operator-imports-none = No feed was imported yet
operator-imports-none-next = Bring in the listings of a product feed with this command:
# Column headings.
operator-import-feed = Feed
operator-import-started = Started
operator-import-state = State
operator-import-rows = Rows read
operator-import-refused = Refused
operator-import-created = New
operator-import-updated = Changed
operator-import-unchanged = Unchanged
operator-import-retired = Retired
# How an import stands.
operator-import-running = Running
operator-import-done = Done
operator-import-failed = Failed
operator-holidays-note = On which days nothing is due
operator-back = Operator
# $feed: the name of the feed.
operator-import-heading = Import of { $feed }
# $time: date and time.
operator-import-began = Started { $time }
# $time: date and time.
operator-import-ended = Ended { $time }
operator-refused-heading = Refused rows
operator-refused-none = Every row was taken in.
operator-refused-hint = The other rows went in. Mend these in the feed and import it again.
operator-refused-row = Row
operator-refused-field = Field
operator-refused-reason = What is wrong
operator-refused-whole = Whole row
operator-refused-next = More refused rows
# Why a row was refused.
operator-refused-missing = The field is empty but needed.
operator-refused-too-long = The text is too long.
operator-refused-invalid = The value cannot be read.
operator-refused-unknown = There is no seller with this name here.
operator-refused-row-too-large = The row is too large.
operator-refused-bad-utf8 = The text is not valid UTF-8.
operator-refused-nul-byte = The text contains a zero byte.
operator-refused-unbalanced-quote = A quotation mark is opened but not closed.
operator-refused-too-few-columns = There are fewer columns than in the header.
operator-refused-too-many-columns = There are more columns than in the header.
operator-refused-bad-xml = The XML of this item is broken.
operator-refused-other = The row could not be taken in.
