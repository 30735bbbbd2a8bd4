"""What may be known of the record store without a framework: for the console's quick commands."""

from trimtab.lrs.domain.credentials import PER_SECOND, Scope

__all__ = ["PER_SECOND", "Scope"]
