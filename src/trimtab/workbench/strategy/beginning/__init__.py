"""The guided first hour: from the problem somebody was handed, to a strategy ready for review.

Nothing is kept beside the document: which step comes next is read from what the document says.
Leaving and coming back loses nothing.
"""
