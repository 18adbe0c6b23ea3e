### Tilaukset: mitä on ostettu ja myyty.

order-list-heading = Tilaukset
# Names the links all, bought, sold for screen readers.
order-filter = Mitkä tilaukset näytetään
order-filter-all = Kaikki
order-filter-bought = Ostetut
order-filter-sold = Myydyt
# How an order stands; the label of a choice.
order-status = Tila
order-status-any = Mikä tahansa
# Button.
order-show = Näytä
order-none = Ei vielä tilauksia
# $marketplace: the marketplace's name.
order-none-next = Täällä näkyy, mitä ostat ja myyt palvelussa { $marketplace }.
order-none-here = Yhtään tilausta ei löytynyt
# Button.
order-show-all = Näytä kaikki tilaukset
order-older = Vanhempia tilauksia
order-back = Kaikki tilaukset
# $number: the number of an order.
order-number = Tilaus { $number }
# The order was made; it is not paid yet.
order-status-placed = Tehty
order-status-paid = Maksettu
order-status-shipped = Lähetetty
order-status-delivered = Toimitettu
order-status-returned = Palautettu
order-status-cancelled = Peruttu
# $name: the seller's name.
order-bought-from = Myyjä: { $name }
# $name: the buyer's name.
order-sold-to = Ostaja: { $name }
# $title: the title of the first item. $count: how many other items there are.
order-more-items =
    { $count ->
        [one] { $title } ja { $count } muu tuote
       *[other] { $title } ja { $count } muuta tuotetta
    }
# By this day something is promised next. $date: a day.
order-promised = Seuraava luvattu päivä: { $date }
# Names the table for screen readers.
order-items = Tilatut tuotteet
order-item = Tuote
order-quantity = Määrä
order-price = Hinta
order-placed-at = Tilattu
order-shipped-at = Lähetetty
order-delivered-at = Toimitettu
order-carrier = Kuljetusyhtiö
order-tracking = Seurantatunnus
order-write = Kirjoita tästä tilauksesta
order-own = Olet tässä tilauksessa sekä ostaja että myyjä, joten viestillä ei ole vastaanottajaa.
# $name: the other side's name.
order-known = Olet jo kirjoittanut tästä tilauksesta. Toinen osapuoli: { $name }.
# Label of the text field. $name: the other side's name.
order-message = Viestisi vastaanottajalle { $name }
