"""The evidence store: xAPI statements."""
