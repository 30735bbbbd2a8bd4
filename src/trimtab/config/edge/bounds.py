"""How much content a request may bring, by the name of its address. Whatever is not named here is a
form."""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.config.policies import ADMINISTRATOR, AUTHORS, RUNNING
from trimtab.courses import api as courses
from trimtab.gateway.content import playing
from trimtab.gateway.directories import views as directories
from trimtab.gateway.mail import hooks
from trimtab.gateway.scim import wire as scim
from trimtab.gateway.xapi import wire
from trimtab.people import api as people
from trimtab.people.api import Role

KIB, MIB = 1024, 1024 * 1024
# Anybody, at any address: sign-in, an answer by link, the fetch of a course.
ANYBODY = 64 * KIB
# The form of somebody who is signed in. Django keeps as much in memory (settings).
SIGNED_IN = 4 * MIB
# As evaluation/queries/tables.py bounds what it reads.
WORKBOOK = 50 * MIB
# Larger than a logo may be: the page says that at its field, and keeps what was written.
LOGO = 8 * MIB
# Files of questions and aids together, as the page says.
CONTENT = 3 * MIB
# What a form's other fields and its boundaries take beside a file.
FORM = 64 * KIB


@dataclass(frozen=True, slots=True)
class Upload:
    """A page that takes a file of at most `most` bytes from people who hold one of `roles` (empty:
    everybody signed in), or from whoever holds its link."""

    most: int
    roles: frozenset[Role] = frozenset()


SET_UP = "set-up-link"
UPLOADS = {
    SET_UP: Upload(LOGO + FORM),
    "workbench:organisation": Upload(LOGO + FORM, ADMINISTRATOR),
    "workbench:bring-content": Upload(CONTENT + FORM, AUTHORS),
    "workbench:packages": Upload(courses.MOST_ARCHIVE_BYTES + FORM, AUTHORS),
    "workbench:import-people": Upload(people.MOST_BYTES + FORM, ADMINISTRATOR),
    "workbench:sources": Upload(WORKBOOK + FORM, RUNNING),
}
# Units of courses: their session's credential stands in a header.
UNITS = {
    f"gateway:unit-{name}": wire.MOST_BYTES
    for name in ("statements", "states", "activity-profiles", "agent-profiles")
}
# The directory: its key stands in a header.
DIRECTORY = {
    f"gateway:{name}": scim.MOST_BYTES
    for name in ("scim-users", "scim-user", "scim-groups", "scim-group", "scim-search")
}
# The player of packages: whoever knows a session that is open.
PLAYERS = {f"gateway:{name}": playing.MOST_BYTES for name in ("begin", "commit")}
# What a browser brings from a directory comes without a cookie; it is kept for who is on their way.
ASSERTION = "gateway:assertion"
LONGEST_ASSERTION = directories.MOST_BYTES
# Mail services: whoever has not the secret is refused without being read.
HOOKS = {"gateway:mail-hook": hooks.MOST_BYTES}
