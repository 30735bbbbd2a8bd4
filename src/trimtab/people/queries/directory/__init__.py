"""What the directory sees, as it asks for it."""
