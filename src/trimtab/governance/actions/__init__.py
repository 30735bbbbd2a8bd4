"""What can be done: writing down who did what, proposing and deciding, granting, asking to be
erased.
"""
