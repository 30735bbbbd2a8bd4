"""The room jobs: what happens by itself, when it is next due, and what came of it."""
