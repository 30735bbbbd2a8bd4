"""What would be let go: what names a person, and what is older than it may be."""
