"""Messages with reasons, limits and quiet hours."""
