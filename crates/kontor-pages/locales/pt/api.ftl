### A descrição da API para pessoas. As próprias chamadas são descritas em inglês.

api-heading = API
api-lead = Tudo o que as páginas fazem, para programas. O mercado é escolhido pelo nome de anfitrião.
api-rule-token = As chamadas levam um token:
api-rule-key = Cada POST leva uma chave que torna segura uma repetição:
api-rule-errors = Os erros chegam com um tipo estável:
api-openapi = Documento OpenAPI 3.1
api-contents = Chamadas
api-params = Parâmetros
api-required = obrigatório
api-body = Corpo
api-answers = Respostas
