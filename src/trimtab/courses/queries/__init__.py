"""Reading courses: packages, where people stand in them, and sessions."""
