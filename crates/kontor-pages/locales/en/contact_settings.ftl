### Contact settings: the pages on which a seller says how to be reached.

# Heading of the page.
contact-settings-heading = How you can be reached
contact-settings-lead = Choose how buyers may reach you. Numbers and addresses are shown one by one, only to those who ask.
contact-settings-none-private = With everything off you take no contact: your listings stay, and nobody can write or call.
contact-settings-none-business = With everything off nobody can write or call; the details of the shop stay, because the law asks for them.
# Names the pages of this kind for screen readers.
contact-settings-nav = Contact
# Links between the pages; short.
contact-settings-nav-settings = Settings
contact-settings-nav-trader = Details of the shop
contact-settings-nav-proofs = Proofs
contact-settings-nav-callbacks = Call-backs
contact-settings-nav-preview = Preview
contact-settings-choose = Seller
# Button.
contact-settings-choose-open = Show
contact-settings-read-only = You can look at this. Only an administrator of the shop can change it.
# Somebody else saved meanwhile.
contact-settings-conflict = Somebody else changed this meanwhile
contact-settings-conflict-next = Your version stands in the form below. Save it again to put it in place of what is saved now.
contact-settings-conflict-theirs = Saved now
contact-settings-not-shown = Not shown yet: nobody has proven that it is yours.
# Link.
contact-settings-prove = Prove it
# $marketplace: its name.
contact-settings-not-allowed = { $marketplace } keeps all contact on the platform, so this channel is not offered.
# Whom a channel is for.
contact-settings-audience = For whom
contact-settings-audience-everyone = Everybody
contact-settings-audience-registered = People with an account
contact-settings-audience-verified = People with a proven e-mail address
# How a listing stands to the seller’s settings.
contact-settings-state-usual = As in your settings
contact-settings-state-own = Differently for this listing
contact-settings-state-off = Off
# Switches of the channels.
contact-settings-message-on = Buyers can write messages
contact-settings-email-on = Buyers can reach me by e-mail
contact-settings-phone-on = Buyers can reach me by phone
contact-settings-post-on = Buyers can send me letters
contact-settings-sellers-on = Name the people who sell
contact-settings-email-form = By a form: my address stays hidden
contact-settings-email-published = Show my address to those who ask
contact-settings-email-address = E-mail address
contact-settings-email-address-hint = Left empty, what the form sends goes to the listing’s own address or to the one with which you sign in.
contact-settings-number = Phone number
contact-settings-number-hint = Shown to others only once you have proven that it is yours.
contact-settings-call = Takes calls
contact-settings-sms = Takes text messages
contact-settings-hours = When the number is shown
contact-settings-hours-always = Always
contact-settings-hours-week = In these hours
contact-settings-hours-expression = By the expression under “For experts”
contact-settings-alike = Monday’s hours from Monday to Friday
# Said of a day.
contact-settings-closed = closed
# Opens further fields. $day: a weekday.
contact-settings-more = More hours for { $day }
# Labels for screen readers. $day: a weekday; $number: which stretch of hours of that day.
contact-settings-from = { $day }, stretch { $number }: from
contact-settings-to = { $day }, stretch { $number }: until
contact-settings-holidays = On public holidays
contact-settings-holidays-closed = Closed
contact-settings-holidays-usual = As on that weekday
contact-settings-holidays-sunday = As on Sundays
contact-settings-zone = Time zone
contact-settings-zone-hint = Continent and city, such as Europe/Helsinki.
# Opens a field for an expression.
contact-settings-experts = For experts
contact-settings-expression = Hours as an expression
contact-settings-expression-hint = In OpenStreetMap’s opening_hours syntax, such as Mo-Fr 09:00-17:00; PH off. Choose above that it holds.
# What the hours come to. $when: as “today at 17:00”.
contact-settings-now-open = Open now, until { $when }.
contact-settings-now-open-always = Open now and always.
contact-settings-now-closed = Closed now. Opens { $when }.
contact-settings-now-never = Closed now, and these hours never open.
# $day: as “Sunday 6 December”, in the middle of a sentence.
contact-settings-holiday-next = Closed on public holidays, next { $day }.
# Fields of an address.
contact-settings-address-name = Name or company
contact-settings-street = Street and number
contact-settings-postal-code = Postal code
contact-settings-city = Town
contact-settings-country = Country
contact-settings-country-hint = Two letters, such as FI.
# $number: which row.
contact-settings-person-name = Salesperson { $number }: name
contact-settings-person-number = Salesperson { $number }: phone number
contact-settings-sellers = Salespeople
contact-settings-sellers-hint = Buyers see names and numbers when they press “Show sellers”. Rows left empty fall away; saving adds new empty ones.
# Button.
contact-settings-save = Save
# Heading and link.
contact-settings-listing-heading = Contact for this listing
contact-settings-listing-back = The listing
contact-settings-listing-lead = What you leave as it is follows your settings, also when these change.
contact-settings-overriding = Listings with contact of their own
contact-settings-preview-heading = As buyers see it
contact-settings-preview-as = Seen by
contact-settings-as-guest = somebody without an account
contact-settings-as-registered = somebody with an account
contact-settings-as-verified = somebody with a proven e-mail address
contact-settings-preview-at = When
# $zone: as Europe/Helsinki.
contact-settings-preview-at-hint = Date and time in { $zone }.
# $viewer: as “somebody without an account”; $when: as “Monday 24 November at 9:00”.
contact-settings-preview-banner = Preview: this is what { $viewer } sees { $when }. Nothing can be pressed, nothing is counted.
contact-settings-error-time = Give a date and a time.
# Why a shop has to tell who it is.
contact-settings-trader-why = Whoever sells as a business must tell buyers who it is: Regulation (EU) 2022/2065, article 30, and Directive 2011/83/EU, article 6. Buyers open these details with one click, at any hour; opening them counts as no contact.
contact-settings-trader-missing = Buyers cannot see yet who is behind this shop. The law asks for it.
contact-settings-trader-unproven = E-mail address and phone number are shown once it is proven that they are yours.
# Requests to be called back.
contact-settings-callbacks-open = Waiting for a call
contact-settings-callbacks-done = Done
contact-settings-callbacks-none = Nobody waits for a call
contact-settings-callbacks-none-next = Who wants to call you outside your hours can leave a number. It appears here.
contact-settings-callbacks-older = Older requests
# Button.
contact-settings-callback-complete = Done
# Read by screen readers after the button. $name: who asked.
contact-settings-callback-whose = with the request of { $name }
contact-settings-demand-heading = Asked outside your hours
# $count: how often; $from, $to: times of day.
contact-settings-demand =
    { $count ->
        [one] In the last 30 days { $count } person asked for your number outside your hours, most between { $from } and { $to }.
       *[other] In the last 30 days { $count } people asked for your number outside your hours, most between { $from } and { $to }.
    }
contact-settings-demand-advice = If you can, take calls then, or call back those who left a number.
contact-settings-demand-none = In the last 30 days nobody asked for your number outside your hours.
# Heads of a table for screen readers.
contact-settings-demand-hour = From
contact-settings-demand-asked = Asked
# What is wrong with a field.
contact-settings-error-missing = Fill this in.
contact-settings-error-too-long = Shorten this.
contact-settings-error-invalid = This cannot be taken as it is. Check it.
contact-settings-error-not-allowed = This channel is not offered here.
contact-settings-error-call = Choose calls, text messages or both.
contact-settings-error-sms = This is no mobile number, so no text message would arrive.
contact-settings-error-zone = There is no such time zone.
contact-settings-error-expression = These hours cannot be read.
contact-settings-error-half = Give both times, or leave both empty.
contact-settings-error-no-hours = Give hours for this day, or mark it as closed.
contact-settings-error-people = Name at most 20 salespeople.
contact-settings-error-nobody = Name at least one salesperson.
contact-settings-error-country = Give the country by its two letters.
contact-settings-error-email = Give an e-mail address such as name@example.org.
