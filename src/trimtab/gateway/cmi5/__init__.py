"""Where launched units come in: /cmi5, with the one-time fetch address and an xAPI
endpoint for the credential of a session.

The endpoint is the record store's, narrowed to one learner, one registration and
one unit. Sections are those of cmi5.
"""
