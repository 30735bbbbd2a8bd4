"""What a statement of the Experience API 1.0.3 may be, and what Trimtab's own say. Pure.

Sections are those of the specification's part two (data), xAPI 1.0.3.
"""
