"""Statements leave over HTTP: to other record stores and to webhooks."""
