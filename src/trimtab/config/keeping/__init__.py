"""Keeping an installation: in one file, sealed where that is wanted, checked, rotated, restored."""
