"""Where the organisation's directory comes in: /scim/v2 (RFC 7643, RFC 7644).

`schemas` says what is spoken of, `wire` how answers and refusals look, `asking` and `filters` what
a list is asked for, `users` and `groups` what is done, `views` which address does what. What is
said of people is kept and followed by the room people. Sections are those of RFC 7644.
"""
