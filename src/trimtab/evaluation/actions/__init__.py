"""What the room evaluation does."""
