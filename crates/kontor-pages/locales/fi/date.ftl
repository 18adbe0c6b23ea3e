### Päivät ja kellonajat lauseen keskellä.

date-when = { $weekday } { $day }. { $month } klo { $time }
date-today = tänään klo { $time }
date-tomorrow = huomenna klo { $time }
date-weekday =
    { $number ->
        [1] maanantaina
        [2] tiistaina
        [3] keskiviikkona
        [4] torstaina
        [5] perjantaina
        [6] lauantaina
       *[other] sunnuntaina
    }
date-month =
    { $number ->
        [1] tammikuuta
        [2] helmikuuta
        [3] maaliskuuta
        [4] huhtikuuta
        [5] toukokuuta
        [6] kesäkuuta
        [7] heinäkuuta
        [8] elokuuta
        [9] syyskuuta
        [10] lokakuuta
        [11] marraskuuta
       *[other] joulukuuta
    }
date-day = { $weekday } { $day }. { $month }
date-weekday-name =
    { $number ->
        [1] Maanantai
        [2] Tiistai
        [3] Keskiviikko
        [4] Torstai
        [5] Perjantai
        [6] Lauantai
       *[other] Sunnuntai
    }
