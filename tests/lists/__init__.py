"""Lists of people with the column names of real systems, and rows of our own."""
