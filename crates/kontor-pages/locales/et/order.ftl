### Tellimused: mida on ostetud ja müüdud.

order-list-heading = Tellimused
# Names the links all, bought, sold for screen readers.
order-filter = Milliseid tellimusi näidata
order-filter-all = Kõik
order-filter-bought = Ostetud
order-filter-sold = Müüdud
# How an order stands; the label of a choice.
order-status = Olek
order-status-any = Kõik olekud
# Button.
order-show = Näita
order-none = Tellimusi veel ei ole
# $marketplace: the marketplace's name.
order-none-next = Siia ilmub kõik, mida te keskkonnas { $marketplace } ostate või müüte.
order-none-here = Ühtegi tellimust ei leitud
# Button.
order-show-all = Näita kõiki tellimusi
order-older = Varasemad tellimused
order-back = Kõik tellimused
# $number: the number of an order.
order-number = Tellimus { $number }
# The order was made; it is not paid yet.
order-status-placed = Esitatud
order-status-paid = Makstud
order-status-shipped = Teele pandud
order-status-delivered = Kätte toimetatud
order-status-returned = Tagastatud
order-status-cancelled = Tühistatud
# $name: the seller's name.
order-bought-from = Müüja: { $name }
# $name: the buyer's name.
order-sold-to = Ostja: { $name }
# $title: the title of the first item. $count: how many other items there are.
order-more-items =
    { $count ->
        [one] { $title } ja veel { $count } toode
       *[other] { $title } ja veel { $count } toodet
    }
# By this day something is promised next. $date: a day.
order-promised = Järgmine lubatud kuupäev: { $date }
# Names the table for screen readers.
order-items = Tellitud tooted
order-item = Toode
order-quantity = Kogus
order-price = Hind
order-placed-at = Tellitud
order-shipped-at = Teele pandud
order-delivered-at = Kätte toimetatud
order-carrier = Vedaja
order-tracking = Saadetise number
order-write = Kirjutage selle tellimuse kohta
order-own = Olete selles tellimuses nii ostja kui ka müüja, seega ei ole kellelegi kirjutada.
# $name: the other side's name.
order-known = Teil on selle tellimuse kohta juba vestlus. Teine osapool: { $name }.
# Label of the text field. $name: the other side's name.
order-message = Teie sõnum. Saaja: { $name }
