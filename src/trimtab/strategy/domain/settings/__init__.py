"""What the adopted answers set in the platform.

Adding a setting: in the file of its subject; a rule then sets it by its key.
"""

from trimtab.strategy.domain.settings.setting import Meet, Sets, Setting, Value
from trimtab.strategy.domain.settings.table import BY_KEY, SETTINGS

__all__ = ["BY_KEY", "SETTINGS", "Meet", "Sets", "Setting", "Value"]
