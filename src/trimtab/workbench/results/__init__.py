"""Results: figures and their sources, verdicts, and the corrections that follow."""
