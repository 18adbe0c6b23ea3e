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
mail-team-subject = Convite para a equipa de { $shop } em { $marketplace }
mail-team-why = Tem um convite para a equipa de { $shop } em { $marketplace }, para ler o que os compradores escrevem e responder.
mail-team-open = Ver o convite
mail-team-until = A ligação funciona uma vez e durante { $hours } horas, só para este endereço. Se não conhece a loja, não faça nada.
