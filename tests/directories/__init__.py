"""Directories on this machine, as tests need them: an OpenID provider and a SAML identity provider,
each able to answer with a named fault. What signs here is not what the product checks with.
"""
