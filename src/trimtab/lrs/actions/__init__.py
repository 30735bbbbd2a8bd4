"""What changes the store: our own evidence, what clients send, credentials."""
