### Início de sessão.

sign-in-heading = Iniciar sessão
sign-in-email = Endereço de e-mail
sign-in-password = Palavra-passe
sign-in-error-wrong = Este endereço de e-mail e esta palavra-passe não correspondem. Verifique ambos e tente de novo.
sign-in-error-too-many = Demasiadas tentativas. Aguarde alguns minutos e tente de novo.
sign-in-demo = Isto é uma demonstração.
sign-in-demo-open = Entrar sem palavra-passe
sign-in-guest = Não tem conta? Peça uma ligação por e-mail
