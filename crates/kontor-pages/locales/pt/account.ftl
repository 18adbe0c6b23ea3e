### A própria conta.

account-heading = A sua conta
account-sessions = Onde tem sessão iniciada
account-sessions-hint = Se não reconhece alguma destas sessões, termine-a e altere a palavra-passe.
account-session-here = Este navegador
account-session-program = Programa
account-session-unnamed = Navegador sem nome
account-session-browser = { $browser } no { $system }
account-session-since = Desde { $date }
account-session-end = Terminar
account-session-end-others = Terminar todas as outras
account-password = Palavra-passe
account-password-current = Palavra-passe atual
account-password-new = Nova palavra-passe
account-password-hint = Pelo menos 10 caracteres. Em todos os outros locais, a sessão é terminada.
account-password-change = Alterar a palavra-passe
account-password-wrong = A palavra-passe atual está errada.
account-password-length = A nova palavra-passe precisa de pelo menos 10 caracteres.
account-contact = Contactos
account-email-proven = O seu endereço de e-mail está confirmado.
account-email-unproven = O seu endereço de e-mail ainda não está confirmado. Alguns vendedores só mostram o número a quem tem o endereço confirmado.
account-email-prove = Confirmar o endereço
account-proofs = Confirmar números e endereços
account-proven = Endereço confirmado: { $email }
