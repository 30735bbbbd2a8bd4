"""Manager and stakeholder: what is asked of me, what I may see."""
