"""What can be done with people, units and audiences."""
