### The operator's page of public holidays.

holiday-heading = Public holidays
holiday-intro = On these days opening hours with “PH off” are closed, and no working time runs. Your changes hold for this marketplace only, at once.
# $year: the last year of the built-in table.
holiday-ends = The table of public holidays ends with { $year }. Install a newer version of Kontor before then.
holiday-country = Country
holiday-show = Show
holiday-none = No public holidays.
# Beside a day.
holiday-added = Added
holiday-removed = Removed
# $name: who changed the day. $time: date and time.
holiday-changed-by = { $name }, { $time }
# Buttons; the name of the day follows, heard but not seen.
holiday-remove = Remove
holiday-put-back = Put back
holiday-add-heading = Add a day
holiday-date = Day
holiday-name = Name
holiday-name-hint = For example “Stocktaking”
holiday-add = Add the day
holiday-error-name = Give the day a name of up to 80 characters.
holiday-error-date = Choose a day of a year whose public holidays are known.
# Short weekdays before a date.
holiday-mon = Mon
holiday-tue = Tue
holiday-wed = Wed
holiday-thu = Thu
holiday-fri = Fri
holiday-sat = Sat
holiday-sun = Sun
# Countries.
holiday-country-at = Austria
holiday-country-be = Belgium
holiday-country-cz = Czechia
holiday-country-de = Germany
holiday-country-ee = Estonia
holiday-country-es = Spain
holiday-country-fi = Finland
holiday-country-fr = France
holiday-country-ie = Ireland
holiday-country-lt = Lithuania
holiday-country-lv = Latvia
holiday-country-nl = Netherlands
holiday-country-pl = Poland
holiday-country-pt = Portugal
holiday-country-se = Sweden
holiday-country-sk = Slovakia
