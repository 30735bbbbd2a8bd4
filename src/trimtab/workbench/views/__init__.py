"""The pages of strategists, authors, stewards and administrators."""
