"""The strategy document, its revisions, rules, coherence and plan."""
