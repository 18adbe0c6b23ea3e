### Opis API pre ľudí. Samotné volania sú opísané po anglicky.

api-heading = API
api-lead = Všetko, čo robia stránky, aj pre programy. Trhovisko sa určuje podľa názvu hostiteľa.
api-rule-token = Volania nesú token:
api-rule-key = Každý POST nesie kľúč, vďaka ktorému je opakovanie bezpečné:
api-rule-errors = Chyby prichádzajú ako podrobnosti so stálym typom:
api-openapi = Dokument OpenAPI 3.1
api-contents = Volania
api-params = Parametre
api-required = povinné
api-body = Telo
api-answers = Odpovede
