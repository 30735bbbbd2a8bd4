"""Subcommands, one small file a subject."""
