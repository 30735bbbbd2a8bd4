"""Proposals, decisions, grants, audit."""
