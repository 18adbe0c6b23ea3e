### O que rodeia cada página. Português europeu, tratamento formal sem «você».
### Curto: a navegação tem de caber num telemóvel de 390 px.

layout-language-name = Português
layout-skip = Saltar para o conteúdo
layout-nav = Navegação principal
layout-listings = Anúncios
layout-conversations = Mensagens
layout-team = Equipa
layout-unread =
    { $count ->
        [one] conversa por ler
       *[other] conversas por ler
    }
layout-orders = Encomendas
layout-contact = Contacto
layout-operator = Gestão
layout-sign-in = Iniciar sessão
layout-sign-out = Terminar sessão
layout-demo = Demonstração
layout-demo-mail = E-mails retidos
layout-api = API
layout-languages = Idiomas
layout-support = Denunciar ou pedir ajuda
layout-runs-on = Funciona com o Kontor
layout-flash-sent = A sua mensagem foi enviada.
layout-flash-closed = A conversa foi encerrada.
layout-flash-reopened = A conversa foi reaberta.
layout-flash-signed-in = Sessão iniciada.
layout-flash-signed-out = Sessão terminada.
layout-flash-password-changed = A palavra-passe foi alterada. Em todos os outros locais, a sessão foi terminada.
layout-flash-session-ended = Terminada.
layout-flash-holidays-changed = Os feriados foram alterados.
layout-flash-code-sent = Um código está a caminho.
layout-flash-proven = Confirmado.
layout-flash-withdrawn = Retirado. A partir de agora não é mostrado a ninguém.
layout-flash-not-sent = O seu endereço está confirmado, mas a mensagem não pôde ser enviada: já não é possível escrever sobre este anúncio.
layout-flash-invited = O convite vai a caminho.
layout-flash-team-changed = A equipa foi alterada.
layout-flash-team-left = Saiu da equipa.
layout-flash-team-joined = Já está na equipa.
layout-flash-contact-saved = As definições de contacto foram guardadas.
layout-flash-callback-done = O pedido foi marcado como tratado.
layout-flash-saved = Guardado.
