### API kirjeldus inimestele. Päringud ise on kirjeldatud inglise keeles.

api-heading = API
api-lead = Kõik, mida lehed teevad, ka programmidele. Turuplats valitakse hostinime järgi.
api-rule-token = Päringuga käib kaasas pääsuluba:
api-rule-key = Igal POST-päringul on võti, mis teeb kordamise ohutuks:
api-rule-errors = Vead tulevad kujul, millel on püsiv tüüp:
api-openapi = OpenAPI 3.1 dokument
api-contents = Päringud
api-params = Parameetrid
api-required = kohustuslik
api-body = Sisu
api-answers = Vastused
