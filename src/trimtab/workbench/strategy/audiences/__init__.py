"""Who belongs to an audience, built from units, roles, attributes and people who are named."""
