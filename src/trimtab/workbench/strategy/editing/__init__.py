"""Editing the strategy in the browser: forms made from the document's own shape."""
