"""A paper as DOCX, with the styles of Word: real headings, tables with header rows, pictures with a
description.

Its font is named, not embedded: who gets a DOCX changes it, and an embedded part of a font lacks
the letters they type. Arial is on every machine with Word, and a font with the same widths is on
those without. One page fits by the rule of the PDF: the text shrinks.
"""

from trimtab.papers.word.writing import docx

__all__ = ["docx"]
