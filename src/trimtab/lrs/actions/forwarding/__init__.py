"""Statements go on to other systems: to which ones, and turn by turn."""
