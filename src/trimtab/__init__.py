"""Trimtab: a microlearning platform that an organisation runs as a strategy."""

__version__ = "0.1.0"
