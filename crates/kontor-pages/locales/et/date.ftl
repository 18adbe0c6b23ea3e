### Päevad ja kellaajad lause sees.

date-when = { $weekday }, { $day }. { $month } kell { $time }
date-today = täna kell { $time }
date-tomorrow = homme kell { $time }
date-weekday =
    { $number ->
        [1] esmaspäeval
        [2] teisipäeval
        [3] kolmapäeval
        [4] neljapäeval
        [5] reedel
        [6] laupäeval
       *[other] pühapäeval
    }
date-month =
    { $number ->
        [1] jaanuaril
        [2] veebruaril
        [3] märtsil
        [4] aprillil
        [5] mail
        [6] juunil
        [7] juulil
        [8] augustil
        [9] septembril
        [10] oktoobril
        [11] novembril
       *[other] detsembril
    }
date-day = { $weekday }, { $day }. { $month }
date-weekday-name =
    { $number ->
        [1] Esmaspäev
        [2] Teisipäev
        [3] Kolmapäev
        [4] Neljapäev
        [5] Reede
        [6] Laupäev
       *[other] Pühapäev
    }
