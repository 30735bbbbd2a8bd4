"""The forecast: what would happen if a strategy ran."""
