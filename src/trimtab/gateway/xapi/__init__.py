"""The record store's address: /xapi, for programs that speak xAPI
1.0.3 or 2.0 with Basic credentials.

`lean.py` takes POST and PUT of statements (the hot path); `views.py` and `documents.py`
everything else, behind `arriving.py`, which reads what comes. All share what they say
(wire, reading, asking, parameters). Sections are those of 1.0.3's part three
(communication), unless they name IEEE 9274.1.1.
"""
