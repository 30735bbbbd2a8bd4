"""What a statement of the Experience API 1.0.3 may be, and what Trimtab's own say. Pure.

Every rule cites its section of the specification's part two (data), xAPI 1.0.3. A rule is a function that takes a value and
returns nothing, or raises InvalidStatement; objects are tables from property to rule (shape.py).
"""
