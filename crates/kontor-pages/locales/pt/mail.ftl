### E-mails. Palavras simples; nunca o texto da própria mensagem.

mail-greeting = Olá, { $name },
mail-notice-subject = { $name } escreveu-lhe sobre «{ $listing }»
mail-notice-subject-plain = { $name } escreveu-lhe
mail-notice-wrote = { $name } escreveu-lhe sobre «{ $listing }».
mail-notice-wrote-plain = { $name } escreveu-lhe.
mail-notice-open = Ler a mensagem e responder
mail-safe = { $marketplace } nunca lhe pede por e-mail uma palavra-passe nem um pagamento.
mail-reset-subject = Escolha uma nova palavra-passe: { $marketplace }
mail-reset-why = Foi pedida uma nova palavra-passe para a sua conta em { $marketplace }. Escolha-a aqui:
mail-reset-open = Escolher uma nova palavra-passe
mail-reset-until = A ligação funciona uma vez e durante { $minutes } minutos. Se não foi você, não faça nada: a sua palavra-passe fica como está.
mail-proof-subject = { $code } é o seu código para { $marketplace }
mail-proof-why = Alguém quer ser contactado neste endereço em { $marketplace }. Se foi você, introduza este código:
mail-proof-until = O código é válido durante { $minutes } minutos. Não o partilhe com ninguém. Se não foi você, não faça nada: sem o código, o endereço não é mostrado a ninguém.
mail-proof-sms = { $marketplace }: código { $code }, válido { $minutes } min. Não o partilhe.
mail-guest-subject = Confirme o seu endereço de e-mail: { $marketplace }
mail-guest-why = Este endereço foi indicado em { $marketplace } para escrever sem conta. Se foi você, confirme-o aqui:
mail-guest-open = Confirmar o endereço
mail-guest-until = A ligação funciona uma vez e durante { $hours } horas. Se não foi você, não faça nada: nada é enviado.
mail-guest-account = Tem uma conta com este endereço. Para escrever com a sua conta, inicie sessão: { $link }
mail-team-subject = Convite para a equipa de { $shop } em { $marketplace }
mail-team-why = Tem um convite para a equipa de { $shop } em { $marketplace }, para ler o que os compradores escrevem e responder.
mail-team-open = Ver o convite
mail-team-until = A ligação funciona uma vez e durante { $hours } horas, só para este endereço. Se não conhece a loja, não faça nada.
# The sender's name of a mail with a whole message. $name: who wrote. $marketplace: the marketplace's name.
mail-delivery-from = { $name } através de { $marketplace }
# Subject. $name: who wrote. $listing: the title of the listing.
mail-delivery-subject = { $name } escreveu sobre «{ $listing }»
# Subject. $name: who wrote. $number: the number of the order.
mail-delivery-subject-order = { $name } escreveu sobre a encomenda { $number }
# Subject. $name: who wrote.
mail-delivery-subject-plain = { $name } escreveu-lhe
# $name: who wrote. $number: the number of the order.
mail-delivery-wrote-order = { $name } escreveu-lhe sobre a encomenda { $number }.
# The link follows.
mail-delivery-answer = Responda aqui:
# $marketplace: the marketplace's name.
mail-delivery-no-reply = Não responda a este e-mail: a resposta não chegaria. Responda em { $marketplace }, através da ligação.
