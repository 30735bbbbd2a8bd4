"""Records: statements, keys of programs, and where statements are sent on."""
