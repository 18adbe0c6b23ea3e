### Conversas: a caixa de entrada e uma conversa.

conversation-inbox = Mensagens
conversation-search = Pesquisar nas mensagens
conversation-filter = Que conversas mostrar
conversation-filter-all = Todas
conversation-filter-open = Abertas
conversation-filter-closed = Encerradas
conversation-none = Ainda não tem mensagens
conversation-none-next = Encontre algo de que goste e escreva ao vendedor. A conversa aparece então aqui.
conversation-none-here = Nenhuma conversa corresponde
conversation-none-here-next = Experimente outras palavras ou veja todas as conversas.
conversation-show-all = Mostrar todas
conversation-preview-own = Eu: { $text }
conversation-unread =
    { $count ->
        [one] mensagem por ler
       *[other] mensagens por ler
    }
conversation-closed = Encerrada
conversation-older = Conversas mais antigas
conversation-back = Todas as mensagens
conversation-close = Encerrar conversa
conversation-reopen = Reabrir conversa
conversation-entries = Conversa
conversation-earlier = Mensagens anteriores
conversation-you = Eu
conversation-entry-closed = { $name } encerrou a conversa.
conversation-entry-reopened = { $name } reabriu a conversa.
conversation-write = Mensagem para { $name }
conversation-closed-hint = Esta conversa está encerrada. Uma nova mensagem volta a abri-la.
conversation-send = Enviar
