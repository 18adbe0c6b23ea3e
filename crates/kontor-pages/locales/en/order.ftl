### Orders: what was bought and sold.

order-list-heading = Orders
# Names the links all, bought, sold for screen readers.
order-filter = Which orders
order-filter-all = All
order-filter-bought = Bought
order-filter-sold = Sold
# How an order stands; the label of a choice.
order-status = Status
order-status-any = Any
# Button.
order-show = Show
order-none = No orders yet
# $marketplace: the marketplace's name.
order-none-next = What you buy or sell on { $marketplace } appears here.
order-none-here = No order matches
# Button.
order-show-all = Show all orders
order-older = Older orders
order-back = All orders
# $number: the number of an order.
order-number = Order { $number }
# The order was made; it is not paid yet.
order-status-placed = Placed
order-status-paid = Paid
order-status-shipped = Shipped
order-status-delivered = Delivered
order-status-returned = Returned
order-status-cancelled = Cancelled
# $name: the seller's name.
order-bought-from = Bought from { $name }
# $name: the buyer's name.
order-sold-to = Sold to { $name }
# $title: the title of the first item. $count: how many other items there are.
order-more-items =
    { $count ->
        [one] { $title } and { $count } more item
       *[other] { $title } and { $count } more items
    }
# By this day something is promised next. $date: a day.
order-promised = Next promised date: { $date }
# Names the table for screen readers.
order-items = What was ordered
order-item = Item
order-quantity = Quantity
order-price = Price
order-placed-at = Ordered
order-shipped-at = Shipped
order-delivered-at = Delivered
order-carrier = Carrier
order-tracking = Tracking number
order-write = Write about this order
order-own = You are both the buyer and the seller of this order, so there is nobody to write to.
# $name: the other side's name.
order-known = You already write with { $name } about this order.
# Label of the text field. $name: the other side's name.
order-message = Your message to { $name }
