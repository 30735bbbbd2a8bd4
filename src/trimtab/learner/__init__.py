"""Phone first: today, answer, find, me."""
