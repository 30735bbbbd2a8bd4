"""Sessions as rows that know whose they are, when they began and when they were last used; they end
idle, and at the latest absolutely.

Django makes and reads them; the composition root says what time it is and how long they last
(config/sessions.py).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import SuspiciousOperation

from trimtab.people.domain.sessions import AtDevice, Ends, device_in_words, end_of, is_stale
from trimtab.people.models import Session

_OWNER = "_auth_user_id"


class Store(DatabaseStore):
    """A session. Subclasses say `clock`, and how long a session lasts on a shared and on an own
    device (`shared`, `own`).
    """

    shared: Ends
    own: Ends
    kept: bool
    device: str
    at_device: AtDevice | None
    begun_at: dt.datetime
    seen_at: dt.datetime

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._anew(kept=False, device="")

    @staticmethod
    def clock() -> dt.datetime:
        """The time it is."""
        raise NotImplementedError

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def begin(self, *, kept: bool, user_agent: str, at_device: AtDevice | None = None) -> None:
        """Somebody has just signed in here; `kept` says that the device is their own, `at_device`
        that it is a shared one.

        Comes after Django's login.
        """
        device = at_device.name if at_device else device_in_words(user_agent)
        self._anew(kept=kept and at_device is None, device=device)
        self.at_device = at_device
        self.modified = True

    def use(self) -> None:
        """The session is used: its idle end moves.

        Written straight to its row, so that no other change to it is lost.
        """
        now = self.clock()
        if self.session_key and is_stale(self.seen_at, now, self.ends):
            self.seen_at = now
            Session.objects.filter(session_key=self.session_key).update(
                seen_at=now, expire_date=end_of(self.begun_at, now, self.ends)
            )

    @property
    def ends(self) -> Ends:
        """How long this session lasts."""
        if self.at_device is not None:
            return Ends(self.at_device.idle, self.shared.absolute)
        return self.own if self.kept else self.shared

    def create_model_instance(self, data: Any) -> Session:
        return Session(
            # The stubs of Django leave this method out.
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            person_id=data.get(_OWNER),
            device=self.device,
            kept=self.kept,
            shared_device_id=self.at_device.device_id if self.at_device else None,
            by_pin=self.at_device is not None and self.at_device.by_pin,
            begun_at=self.begun_at,
            seen_at=self.seen_at,
            expire_date=end_of(self.begun_at, self.seen_at, self.ends),
        )

    def flush(self) -> None:
        super().flush()
        self._anew(kept=False, device="")

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds that the browser keeps the cookie: until the absolute end."""
        return max(0, int((self.begun_at + self.ends.absolute - self.clock()).total_seconds()))

    def get_expiry_date(self, **kwargs: Any) -> dt.datetime:
        return end_of(self.begun_at, self.seen_at, self.ends)

    def get_expire_at_browser_close(self) -> bool:
        """On a shared device the cookie goes with the browser's window."""
        return not self.kept

    def _get_session_from_db(self) -> Session | None:
        try:
            row = Session.objects.select_related("shared_device").get(
                session_key=self.session_key, expire_date__gt=self.clock()
            )
        except (Session.DoesNotExist, SuspiciousOperation):
            self._session_key = None
            return None
        self.begun_at, self.seen_at, self.kept, self.device = (
            row.begun_at,
            row.seen_at,
            row.kept,
            row.device,
        )
        self.at_device = _at_device(row)
        return row

    def _anew(self, *, kept: bool, device: str) -> None:
        self.kept, self.device, self.at_device = kept, device[:40], None
        self.begun_at = self.seen_at = self.clock()


def _at_device(row: Session) -> AtDevice | None:
    device = row.shared_device
    if device is None:
        return None
    return AtDevice(device.id, device.name, dt.timedelta(minutes=device.idle_minutes), row.by_pin)
