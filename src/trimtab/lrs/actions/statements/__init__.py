"""What brings statements into the store, and what is made of them outside it."""
