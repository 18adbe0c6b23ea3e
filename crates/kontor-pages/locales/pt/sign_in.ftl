### Início de sessão.

sign-in-heading = Iniciar sessão
sign-in-email = Endereço de e-mail
sign-in-password = Palavra-passe
sign-in-error-wrong = Este endereço de e-mail e esta palavra-passe não correspondem. Verifique ambos e tente de novo.
sign-in-error-too-many = Demasiadas tentativas. Aguarde alguns minutos e tente de novo.
sign-in-demo = Isto é uma demonstração.
sign-in-demo-open = Entrar sem palavra-passe
sign-in-token-waiting = A iniciar a sua sessão…
sign-in-token-explain = A sessão é iniciada aqui quando vem do mercado. Volte lá e siga de novo a ligação.
sign-in-token-explain-hint = A ligação funciona uma vez e durante dois minutos, e precisa de JavaScript.
sign-in-token-password = Iniciar sessão com palavra-passe
sign-in-switch = Continuar como outra pessoa?
sign-in-switch-who = Tem aqui sessão iniciada como { $now }, mas vem do mercado como { $name }. Se não esperava isto, fique como está.
sign-in-switch-go = Continuar como { $name }
sign-in-switch-stay = Ficar como { $now }
sign-in-guest = Não tem conta? Peça uma ligação por e-mail
