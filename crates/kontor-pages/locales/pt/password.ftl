### Palavra-passe esquecida.

password-forgotten = Esqueceu-se da palavra-passe?
password-forgotten-hint = O endereço com que inicia sessão. Enviamos para lá uma ligação.
password-send = Enviar a ligação
password-sent = Se { $email } pertencer a uma conta aqui, uma ligação vai a caminho.
password-sent-hint = Veja também a pasta de correio não solicitado. A ligação funciona uma vez e durante uma hora.
password-back = Voltar ao início de sessão
password-new = Escolha uma nova palavra-passe
password-again = Enviar outra ligação
password-error-email = Escreva um endereço de e-mail, por exemplo nome@example.org.
password-error-link = Esta ligação já foi usada ou é demasiado antiga. Peça outra.
