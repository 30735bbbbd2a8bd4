"""The installation itself: starting, looking after it, keeping it."""
