"""Reading gaps, lookups and collections, as frozen rows; and searching for a person."""
