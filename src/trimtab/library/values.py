"""What the pure floor, the demonstration and the console's quick commands may use of the
library.
"""

from trimtab.library.domain.item import ItemBody
from trimtab.library.domain.items import KINDS
from trimtab.library.domain.paths import is_document, is_picture

__all__ = ["KINDS", "ItemBody", "is_document", "is_picture"]
