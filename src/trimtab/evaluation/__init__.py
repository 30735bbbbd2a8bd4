"""Measures, designs, analyses, verdicts, corrections."""
