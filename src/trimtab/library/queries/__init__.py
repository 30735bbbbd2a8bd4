"""Reading items and job aids, in bulk and as frozen rows."""
