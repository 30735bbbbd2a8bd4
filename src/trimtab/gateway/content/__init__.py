"""What packages hold, served at an address of their own where no session
cookie reaches, and the player of SCOs.

docs/decisions/0015-packages.md says what a package's script can do there, and what it cannot.
"""
