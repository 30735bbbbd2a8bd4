"""Courses made elsewhere: cmi5 and SCORM packages, their registrations,
sessions, and what counts as satisfied."""
