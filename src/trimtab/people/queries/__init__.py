"""What is known about people, in bulk and as frozen rows."""
