### O que correu mal e o que fazer a seguir. Sem culpas, sem jargão.

error-prefix = Erro:
error-summary = Há algo a corrigir
error-body-empty = Escreva uma mensagem antes de enviar.
error-body-too-long = Reduza a mensagem a 10 000 caracteres, no máximo.
error-subject-too-long = Reduza o assunto a 120 caracteres, no máximo.
error-own-listing = Este anúncio é seu, pelo que não pode escrever a si próprio sobre ele.
error-own-order = Nesta encomenda é ao mesmo tempo comprador e vendedor, pelo que não pode escrever a si próprio sobre ela.
error-listing-retired = Este anúncio já não está disponível, pelo que não é possível enviar uma nova mensagem.
error-already-closed = Esta conversa já está encerrada.
error-already-open = Esta conversa já está aberta.
error-key-reused = Este formulário já foi enviado com outro texto. Verifique a conversa antes de voltar a enviar.
error-not-done = Não foi possível concluir. Tente de novo.
error-not-found = Página não encontrada
error-not-found-next = Verifique o endereço. A página pode ter mudado de lugar ou pertencer a outra conta.
error-sign-in-first = Inicie sessão para continuar
error-sign-in-first-next = Esta página destina-se a quem tem sessão iniciada. Depois voltará aqui.
error-too-many-requests = Demasiados pedidos de uma só vez
error-too-many-requests-next = Nada se perdeu. Aguarde um pouco e tente de novo.
error-too-large = É demasiado grande
error-too-large-next = Volte atrás, encurte o que quer enviar e tente de novo.
error-conflict = Alguém foi mais rápido
error-conflict-next = Isto mudou enquanto estava a ver. Volte atrás, recarregue a página e tente de novo.
error-unprocessable = Não foi possível concluir
error-unprocessable-next = Volte atrás, altere o que introduziu e tente de novo.
error-bad-request = O formulário não chegou completo
error-bad-request-next = Volte atrás, recarregue a página e envie-o outra vez.
error-server-trouble = Algo falhou do nosso lado
error-server-trouble-next = A culpa não é sua. Tente de novo dentro de momentos. Se continuar, indique-nos o número abaixo.
error-unavailable = Voltamos já
error-unavailable-next = O servidor está ocupado ou a reiniciar. Tente dentro de um minuto.
error-unknown-host = Não há aqui nenhum mercado
error-unknown-host-next = Nenhum mercado responde neste endereço. Verifique o endereço. Se gere este servidor, acrescente o nome de anfitrião à configuração.
error-token-refused = Não foi possível iniciar a sua sessão
error-token-refused-next = Volte ao mercado e venha de novo a partir de lá. A ligação funciona uma vez e durante dois minutos.
error-email-taken = Este endereço de e-mail pertence a outra conta
error-email-taken-next = Volte ao mercado e altere lá o seu endereço de e-mail, ou inicie sessão aqui com a conta a que pertence.
error-retry =
    { $seconds ->
        [one] Tente de novo dentro de { $seconds } segundo.
       *[other] Tente de novo dentro de { $seconds } segundos.
    }
error-request = Número do pedido: { $id }
