### Days and times in the middle of a sentence.

# $weekday, $month: as below. $day: of the month. $time: as 9:00. In the middle of a sentence: "again Monday 24 November at 9:00".
date-when = { $weekday } { $day } { $month } at { $time }
date-today = today at { $time }
date-tomorrow = tomorrow at { $time }
# $number: 1 is Monday. In the form that date-when needs.
date-weekday =
    { $number ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[other] Sunday
    }
# $number: 1 is January. In the form that date-when needs.
date-month =
    { $number ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[other] December
    }
# The same day without the time.
date-day = { $weekday } { $day } { $month }
# The name of a day as a heading. $number: 1 is Monday.
date-weekday-name =
    { $number ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[other] Sunday
    }
