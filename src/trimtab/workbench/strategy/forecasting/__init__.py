"""What would happen if a revision ran."""
