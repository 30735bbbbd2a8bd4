"""What a statement of the Experience API may be, in versions 1.0.3 and
2.0, and what Trimtab's own say. Pure.

Every rule cites its section of the specification's part two (data), xAPI 1.0.3; what only 2.0 knows
cites IEEE 9274.1.1. A rule is a function that takes a value and returns nothing, or raises
InvalidStatement; objects are tables from property to rule (shape.py).
"""
