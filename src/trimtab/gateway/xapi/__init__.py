"""The record store's address: /xapi, for programs that speak xAPI 1.0.3 with Basic credentials.

`lean.py` takes POST and PUT (the hot path), `views.py` everything else; both share what they say (wire, reading, asking).
Sections are those of the specification's part three (communication).
"""
