### The description of the API for people. The calls themselves are described in English.

api-heading = API
api-lead = Everything that the pages do, for programs. The marketplace is chosen by host name.
# Each is followed by a header or media type.
api-rule-token = Calls carry a token:
api-rule-key = Each POST carries a key that makes a retry safe:
api-rule-errors = Errors come as problem details with a stable type:
api-openapi = OpenAPI 3.1 document
# Names the list of calls for screen readers.
api-contents = Calls
api-params = Parameters
api-required = required
api-body = Body
api-answers = Answers
