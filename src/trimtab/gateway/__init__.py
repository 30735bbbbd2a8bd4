"""Where machines come in: xAPI."""
