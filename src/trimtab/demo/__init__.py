"""Green Basket, the demonstration organisation, and the honest simulator that lets it live for
sixteen weeks.
"""
