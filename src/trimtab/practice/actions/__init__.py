"""What practice does: runs programmes, asks, and writes down answers."""
