### E-mails. Palavras simples; nunca o texto da própria mensagem.

mail-greeting = Olá, { $name },
mail-notice-subject = { $name } escreveu-lhe sobre «{ $listing }»
mail-notice-subject-plain = { $name } escreveu-lhe
mail-notice-wrote = { $name } escreveu-lhe sobre «{ $listing }».
mail-notice-wrote-plain = { $name } escreveu-lhe.
mail-notice-read = Leia a mensagem e responda aqui:
mail-notice-open = Ler a mensagem e responder
mail-safe = { $marketplace } nunca lhe pede por e-mail uma palavra-passe nem um pagamento.
