"""Help at the moment of need: search over published aids, lookups, gaps."""
