"""Statements between what a client says and the rows of the store. Pure."""
