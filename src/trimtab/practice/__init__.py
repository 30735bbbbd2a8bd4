"""Spaced practice: programmes, reviews, memory states."""
