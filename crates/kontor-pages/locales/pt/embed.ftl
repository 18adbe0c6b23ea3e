### O cartão de contacto em páginas alheias: nomes e botões curtos.

embed-message = Mensagem
embed-message-open = Escrever uma mensagem
embed-form = Formulário de contacto
embed-form-open = Abrir o formulário
embed-phone = Telefone
embed-phone-open = Mostrar o número
embed-sms = Enviar SMS
embed-email = E-mail
embed-email-open = Mostrar o endereço
embed-post = Correio
embed-post-open = Mostrar a morada
embed-sellers = Vendedores
embed-sellers-open = Mostrar os vendedores
embed-trader = Quem vende aqui
embed-trader-open = Mostrar os dados
embed-again = Pode voltar a ligar { $when }.
embed-closed = De momento ninguém atende o telefone.
embed-callback = Pedir que lhe liguem
embed-sign-in = Inicie sessão para ver isto.
embed-verify-email = Confirme o seu endereço de e-mail para ver isto.
embed-none = Este vendedor não aceita contactos aqui.
embed-scam = { $marketplace } não tem serviço próprio de pagamentos nem de entregas. Nunca confirme um pagamento através de uma ligação.
embed-out-of-hours = Hoje já ninguém atende o telefone.
embed-handouts-used-up = Hoje já pediu muitos números e moradas. Continue amanhã ou inicie sessão.
embed-channel-not-offered = O vendedor já não oferece isto.
embed-trouble = Não resultou. Tente de novo dentro de momentos.
