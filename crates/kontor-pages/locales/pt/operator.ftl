### As páginas de gestão: o estado do mercado e as importações.

operator-heading = Estado do mercado
operator-conversations = Conversas
operator-conversations-open =
    { $count ->
        [one] { $count } aberta
       *[other] { $count } abertas
    }
operator-listings = Anúncios
operator-listings-note = disponíveis agora
operator-outbox-waiting = À espera de sair
operator-outbox-waiting-note = e-mails e entradas de pesquisa
operator-outbox-dead = Postos de lado
operator-outbox-dead-note = não foi possível enviar após muitas tentativas
operator-imports = Últimas importações
operator-imports-none = Ainda não foi importado nenhum ficheiro
operator-imports-none-next = Traga os anúncios de um ficheiro de produtos com este comando:
operator-import-feed = Origem
operator-import-started = Início
operator-import-state = Estado
operator-import-rows = Linhas lidas
operator-import-refused = Recusadas
operator-import-created = Novos
operator-import-updated = Alterados
operator-import-unchanged = Sem alteração
operator-import-retired = Retirados
operator-import-running = Em curso
operator-import-done = Concluída
operator-import-failed = Falhou
operator-holidays-note = Em que dias os prazos não contam
operator-back = Gestão
operator-import-heading = Importação de { $feed }
operator-import-began = Início: { $time }
operator-import-ended = Fim: { $time }
operator-refused-heading = Linhas recusadas
operator-refused-none = Todas as linhas foram aceites.
operator-refused-hint = As outras linhas foram aceites. Corrija estas na origem e importe de novo.
operator-refused-row = Linha
operator-refused-field = Campo
operator-refused-reason = O que está errado
operator-refused-whole = Linha inteira
operator-refused-next = Mais linhas recusadas
operator-refused-missing = O campo está vazio, mas é necessário.
operator-refused-too-long = O texto é demasiado longo.
operator-refused-invalid = Não é possível ler o valor.
operator-refused-unknown = Não existe aqui nenhum vendedor com este nome.
operator-refused-row-too-large = A linha é demasiado grande.
operator-refused-bad-utf8 = O texto não é UTF-8 válido.
operator-refused-nul-byte = O texto contém um byte zero.
operator-refused-unbalanced-quote = Há aspas que abrem e não fecham.
operator-refused-too-few-columns = Há menos colunas do que no cabeçalho.
operator-refused-too-many-columns = Há mais colunas do que no cabeçalho.
operator-refused-bad-xml = O XML deste elemento está danificado.
operator-refused-other = Não foi possível aceitar a linha.
