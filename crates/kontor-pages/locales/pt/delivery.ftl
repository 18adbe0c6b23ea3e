### Como uma loja recebe as mensagens.

delivery-heading = Como as mensagens chegam à sua loja
delivery-archive = Todas as mensagens ficam na conversa, seja qual for a sua escolha.
# Names the choices.
delivery-how = Mensagens dos compradores
# A choice.
delivery-email = Por e-mail
delivery-email-hint = Cada mensagem chega completa por e-mail. Na caixa de entrada não conta como não lida.
# A choice.
delivery-both = Por e-mail e na caixa de entrada
delivery-both-hint = Cada mensagem chega completa por e-mail e fica por ler na caixa de entrada até alguém a abrir.
# A choice.
delivery-inbox = Na caixa de entrada
delivery-inbox-hint = As mensagens esperam na caixa de entrada. Um aviso por e-mail diz que chegaram.
delivery-address = Endereço de e-mail para mensagens
delivery-address-hint = Deixe em branco para usar os endereços de acesso dos administradores da loja. Um anúncio com endereço próprio confirmado usa esse endereço.
delivery-address-wrong = Introduza um endereço de e-mail como nome@exemplo.pt.
# The state of an address.
delivery-proven = Confirmado
# The state of an address.
delivery-unproven = Ainda não confirmado
delivery-unproven-next = Até lá, as mensagens vão para os administradores da loja.
# A link.
delivery-prove = Confirmar agora
delivery-no-mail = Este mercado não envia e-mails, pelo que todas as mensagens vão para a caixa de entrada.
delivery-no-address = Nenhum administrador desta loja confirmou um endereço de e-mail, pelo que as mensagens vão para a caixa de entrada até que um o faça.
delivery-private = As mensagens para si chegam à sua caixa de entrada e um aviso por e-mail dá conta delas. Só os administradores de uma loja podem escolher de outra forma.
# Button.
delivery-save = Guardar
