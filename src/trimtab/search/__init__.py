"""Passages in, words behind, ranked passages out."""
