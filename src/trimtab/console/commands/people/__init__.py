"""People's accounts, and how long what is known of them is kept."""
