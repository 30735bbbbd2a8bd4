"""Letting go: of people in statements, and of old months."""
