### Encomendas: o que foi comprado e vendido.

order-list-heading = Encomendas
# Names the links all, bought, sold for screen readers.
order-filter = Que encomendas mostrar
order-filter-all = Todas
order-filter-bought = Compras
order-filter-sold = Vendas
# How an order stands; the label of a choice.
order-status = Estado
order-status-any = Qualquer
# Button.
order-show = Mostrar
order-none = Ainda não há encomendas
# $marketplace: the marketplace's name.
order-none-next = O que comprar ou vender em { $marketplace } aparece aqui.
order-none-here = Nenhuma encomenda corresponde
# Button.
order-show-all = Mostrar todas as encomendas
order-older = Encomendas mais antigas
order-back = Todas as encomendas
# $number: the number of an order.
order-number = Encomenda { $number }
# The order was made; it is not paid yet.
order-status-placed = Feita
order-status-paid = Paga
order-status-shipped = Enviada
order-status-delivered = Entregue
order-status-returned = Devolvida
order-status-cancelled = Cancelada
# $name: the seller's name.
order-bought-from = Comprada a { $name }
# $name: the buyer's name.
order-sold-to = Vendida a { $name }
# $title: the title of the first item. $count: how many other items there are.
order-more-items =
    { $count ->
        [one] { $title } e mais { $count } artigo
       *[other] { $title } e mais { $count } artigos
    }
# By this day something is promised next. $date: a day.
order-promised = Próxima data prometida: { $date }
# Names the table for screen readers.
order-items = Artigos encomendados
order-item = Artigo
order-quantity = Quantidade
order-price = Preço
order-placed-at = Encomendada
order-shipped-at = Enviada
order-delivered-at = Entregue
order-carrier = Transportadora
order-tracking = Número de seguimento
order-write = Escrever sobre esta encomenda
order-own = Nesta encomenda é ao mesmo tempo comprador e vendedor, pelo que não há a quem escrever.
# $name: the other side's name.
order-known = Já tem uma conversa com { $name } sobre esta encomenda.
# Label of the text field. $name: the other side's name.
order-message = A sua mensagem para { $name }
