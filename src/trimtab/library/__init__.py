"""Items and job aids with immutable versions."""
