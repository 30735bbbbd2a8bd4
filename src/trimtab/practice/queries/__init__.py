"""What is asked about practice."""
