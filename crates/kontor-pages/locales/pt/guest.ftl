### Sem conta: escrever e voltar através de uma ligação.

guest-ask = Continuar sem conta
guest-ask-hint = Enviamos uma ligação para este endereço. Através dela encontra as conversas que iniciou com este endereço.
guest-have-account = Tenho uma conta
guest-sent = Veja o seu correio
guest-sent-to = Segue uma ligação para { $email }. Abra-a dentro de 24 horas.
guest-sent-message = A sua mensagem é enviada assim que confirmar o endereço através da ligação.
guest-sent-hint = Não chegou nada? Veja a pasta de correio não solicitado. Um endereço ainda por confirmar recebe uma ligação por dia; o que entretanto escrever neste navegador é enviado com a mesma ligação.
guest-write-hint = Não precisa de conta: confirme o seu endereço de e-mail através de uma ligação e a sua mensagem é enviada.
guest-name = O seu nome
guest-name-hint = O vendedor vê este nome.
guest-email-hint = Enviamos para lá uma ligação para o confirmar. O vendedor não vê o endereço.
guest-consent = Aceito que { $marketplace } transmita o meu nome e esta mensagem ao vendedor e os conserve.
guest-continue = Continuar
guest-error-name = Escreva um nome para o vendedor ver, com 80 caracteres no máximo.
guest-error-consent = Assinale que a mensagem pode ser transmitida ao vendedor. De outro modo não pode ser enviada.
guest-error-sign-in = Este vendedor só recebe mensagens de quem tem sessão iniciada. Inicie sessão para escrever.
guest-error-too-many = Foram pedidas demasiadas ligações a partir da sua rede. Aguarde uma hora e tente de novo.
guest-confirm = Confirme o seu endereço de e-mail
guest-confirm-address = Assim confirma { $email }.
guest-confirm-sends = O que é enviado a seguir
guest-confirm-name = O vendedor vê o seu nome: { $name }.
guest-confirm-to = Para { $name }
guest-confirm-send = Confirmar e enviar
guest-confirm-enter = Confirmar e continuar
guest-confirm-not-you = Não foi você? Feche esta página e nada é enviado.
guest-nameless = Visitante
