"""People: who is here, how they come in, and their rights to their data."""
