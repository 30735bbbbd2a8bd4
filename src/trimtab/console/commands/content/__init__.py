"""Job aids, and what a search finds."""
