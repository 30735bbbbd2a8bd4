"""The learner's pages, one module a page."""
