### Objednávky: čo sa kúpilo a predalo.

order-list-heading = Objednávky
# Names the links all, bought, sold for screen readers.
order-filter = Ktoré objednávky zobraziť
order-filter-all = Všetky
order-filter-bought = Kúpené
order-filter-sold = Predané
# How an order stands; the label of a choice.
order-status = Stav
order-status-any = Akýkoľvek
# Button.
order-show = Zobraziť
order-none = Zatiaľ nemáte žiadne objednávky
# $marketplace: the marketplace's name.
order-none-next = Tu nájdete všetko, čo kúpite alebo predáte na trhovisku { $marketplace }.
order-none-here = Nezodpovedá žiadna objednávka
# Button.
order-show-all = Zobraziť všetky objednávky
order-older = Staršie objednávky
order-back = Všetky objednávky
# $number: the number of an order.
order-number = Objednávka { $number }
# The order was made; it is not paid yet.
order-status-placed = Vytvorená
order-status-paid = Zaplatená
order-status-shipped = Odoslaná
order-status-delivered = Doručená
order-status-returned = Vrátená
order-status-cancelled = Zrušená
# $name: the seller's name.
order-bought-from = Predajca: { $name }
# $name: the buyer's name.
order-sold-to = Kupujúci: { $name }
# $title: the title of the first item. $count: how many other items there are.
order-more-items =
    { $count ->
        [one] { $title } a ešte { $count } položka
        [few] { $title } a ešte { $count } položky
       *[other] { $title } a ešte { $count } položiek
    }
# By this day something is promised next. $date: a day.
order-promised = Najbližší prisľúbený dátum: { $date }
# Names the table for screen readers.
order-items = Objednané položky
order-item = Položka
order-quantity = Množstvo
order-price = Cena
order-placed-at = Objednané
order-shipped-at = Odoslané
order-delivered-at = Doručené
order-carrier = Dopravca
order-tracking = Číslo zásielky
order-write = Napísať k tejto objednávke
order-own = V tejto objednávke ste kupujúci aj predajca, preto nie je komu písať.
# $name: the other side's name.
order-known = K tejto objednávke si už píšete. Druhá strana: { $name }.
# Label of the text field. $name: the other side's name.
order-message = Vaša správa pre: { $name }
