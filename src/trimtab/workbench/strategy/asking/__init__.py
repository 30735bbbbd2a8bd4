"""Asking others: the enquiry, who was asked, what they said, and settling it."""
