"""Revisions: reading, reviewing and merging them."""
