"""What all streets share: the request as they get it, and reading what a form or an address brings.

No page, no rule: pages stand in the streets, rules in the rooms.
"""
