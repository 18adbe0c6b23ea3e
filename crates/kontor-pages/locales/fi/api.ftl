### Rajapinnan kuvaus ihmisille. Itse kutsut kuvataan englanniksi.

api-heading = Rajapinta
api-lead = Kaikki, mitä sivut tekevät, myös ohjelmille. Markkinapaikka valitaan verkkonimen mukaan.
api-rule-token = Kutsun mukana kulkee tunniste:
api-rule-key = Jokaisella POST-kutsulla on avain, joka tekee uusintayrityksestä turvallisen:
api-rule-errors = Virheet tulevat muodossa, jolla on pysyvä tyyppi:
api-openapi = OpenAPI 3.1 -kuvaus
api-contents = Kutsut
api-params = Parametrit
api-required = pakollinen
api-body = Runko
api-answers = Vastaukset
