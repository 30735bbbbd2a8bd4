"""Ways a message leaves: memory, email."""
