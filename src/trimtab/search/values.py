"""What the pure floor of other rooms may use of search: its hits, and what is forgiven in
typing.
"""

from trimtab.search.domain.rows import Hit
from trimtab.search.domain.spelling import is_alike

__all__ = ["Hit", "is_alike"]
