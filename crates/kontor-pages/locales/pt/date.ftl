### Dias e horas no meio de uma frase.

date-when = { $weekday }, { $day } de { $month }, às { $time }
date-today = hoje às { $time }
date-tomorrow = amanhã às { $time }
date-weekday =
    { $number ->
        [1] segunda-feira
        [2] terça-feira
        [3] quarta-feira
        [4] quinta-feira
        [5] sexta-feira
        [6] sábado
       *[other] domingo
    }
date-month =
    { $number ->
        [1] janeiro
        [2] fevereiro
        [3] março
        [4] abril
        [5] maio
        [6] junho
        [7] julho
        [8] agosto
        [9] setembro
        [10] outubro
        [11] novembro
       *[other] dezembro
    }
date-day = { $weekday }, { $day } de { $month }
date-weekday-name =
    { $number ->
        [1] Segunda-feira
        [2] Terça-feira
        [3] Quarta-feira
        [4] Quinta-feira
        [5] Sexta-feira
        [6] Sábado
       *[other] Domingo
    }
