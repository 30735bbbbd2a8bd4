"""What is known: who may see what, what waits for a decision, who asks to be erased, and what was
done.
"""
