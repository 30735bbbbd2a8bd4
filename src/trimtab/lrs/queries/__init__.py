"""Reading the store, by resource."""
