"""Figures that say only what the design supports."""
