"""What is brought in from files and taken out into them."""
