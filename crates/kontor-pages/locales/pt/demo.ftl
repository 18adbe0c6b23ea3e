### As páginas da demonstração. A página inicial diz em dez segundos o que é o Kontor.

demo-title = Experimente o Kontor
demo-heading = Onde compradores, vendedores e mercado se encontram
demo-lead = O Kontor é o servidor de mensagens de um mercado em linha. Corre num só programa, nas suas mãos.
demo-fact-kept = Nada se perde.
demo-fact-kept-how = Uma mensagem só conta como enviada quando está guardada em segurança.
demo-fact-live = As respostas chegam na hora.
demo-fact-live-how = Ambas as partes veem logo a nova mensagem, ou recebem um e-mail quando estão ausentes.
demo-fact-own = O registo é seu.
demo-fact-own-how = Todas as conversas ficam num arquivo que revela qualquer alteração posterior.
demo-step-in = Escolha quem quer ser
demo-step-in-hint = Abra dois perfis em duas janelas e veja uma mensagem chegar.
demo-buyer = Comprador
demo-buyer-what = Encontre um anúncio, pergunte ao vendedor e receba a resposta.
demo-private-seller = Vendedor particular
demo-private-seller-what = Responda aos compradores na caixa de entrada.
demo-shop-admin = Administrador de loja
demo-shop-admin-what = Veja tudo o que os compradores perguntam à loja.
demo-operator = Gestor do mercado
demo-operator-what = Veja como está o mercado e o que trouxe uma importação.
demo-be = Entrar como { $name }
demo-from-marketplace = Vir do mercado
demo-marketplaces = Mercados nesta demonstração
demo-listings =
    { $count ->
        [one] { $count } anúncio
       *[other] { $count } anúncios
    }
demo-preset-classifieds = Classificados: compradores e vendedores podem trocar contactos.
demo-preset-closed = Encomendas: tudo fica na plataforma.
demo-behind = Nos bastidores
demo-mail = E-mails retidos
demo-mail-what = Todos os e-mails que a demonstração teria enviado.
demo-api-what = Todas as chamadas, com o que recebem e respondem.
demo-back = Demonstração
demo-mail-lead = A demonstração não envia e-mails a ninguém. O que teria enviado fica aqui.
demo-sms = Mensagens SMS
demo-mail-none = Ainda não há e-mails
demo-mail-none-next = Escreva uma mensagem como comprador. O aviso ao vendedor aparece então aqui.
demo-mail-to = Para { $address }
demo-mail-from = De { $address }
