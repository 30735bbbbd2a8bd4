"""Persons, units, roles, audiences, stakeholders."""
