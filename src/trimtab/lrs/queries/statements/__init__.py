"""Reading statements: by id, page by page, and all of them."""
