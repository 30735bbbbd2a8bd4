"""Strategist and author: strategy, content, corrections, reports."""
