"""Content: what authors look after, and courses made elsewhere."""
