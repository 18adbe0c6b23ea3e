### Dni a časy uprostred vety.

date-when = { $weekday } { $day }. { $month } o { $time }
date-today = dnes o { $time }
date-tomorrow = zajtra o { $time }
date-weekday =
    { $number ->
        [1] v pondelok
        [2] v utorok
        [3] v stredu
        [4] vo štvrtok
        [5] v piatok
        [6] v sobotu
       *[other] v nedeľu
    }
date-month =
    { $number ->
        [1] januára
        [2] februára
        [3] marca
        [4] apríla
        [5] mája
        [6] júna
        [7] júla
        [8] augusta
        [9] septembra
        [10] októbra
        [11] novembra
       *[other] decembra
    }
date-day = { $weekday } { $day }. { $month }
date-weekday-name =
    { $number ->
        [1] Pondelok
        [2] Utorok
        [3] Streda
        [4] Štvrtok
        [5] Piatok
        [6] Sobota
       *[other] Nedeľa
    }
