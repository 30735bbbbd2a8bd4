"""What the directory does: people whom it keeps, its groups, and its keys."""
