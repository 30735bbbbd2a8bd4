"""The door of the room courses: what other rooms may say."""

from trimtab.courses.actions.attempting import grade_by
from trimtab.courses.actions.ending import abandon, abandon_idle, abandon_of, waive
from trimtab.courses.actions.hearing import hear, seen
from trimtab.courses.actions.importing import hold_back, import_package, offer, retire
from trimtab.courses.actions.installation import play_at
from trimtab.courses.actions.keepings import forget_old_keepings, forget_person
from trimtab.courses.actions.launching import FetchRefused, launch, redeem
from trimtab.courses.actions.playing import begin, commit
from trimtab.courses.domain.attempts import Grading
from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.paths import MOST_ARCHIVE_BYTES
from trimtab.courses.domain.rows import (
    AttemptRow,
    CourseRow,
    CourseUnitRow,
    Imported,
    OpenSession,
    Stands,
    UnitState,
)
from trimtab.courses.domain.sessions import SessionRule, is_actor
from trimtab.courses.domain.structure import CourseKind, LaunchMode, Problem
from trimtab.courses.domain.words import LAUNCH_DATA, PREFERENCES, CourseVerb
from trimtab.courses.queries.courses import course, courses_for, has_courses, held_about
from trimtab.courses.queries.installation import content_home
from trimtab.courses.queries.keepings import kept_by_courses, old_keepings
from trimtab.courses.queries.packages import package, packages, without_files
from trimtab.courses.queries.sessions import (
    file_of_session,
    framed,
    is_open,
    open_session,
    package_of,
    still_open,
)

__all__ = [
    "LAUNCH_DATA",
    "MOST_ARCHIVE_BYTES",
    "PREFERENCES",
    "AttemptRow",
    "BadPackage",
    "CourseKind",
    "CourseRow",
    "CourseUnitRow",
    "CourseVerb",
    "FetchRefused",
    "Grading",
    "Imported",
    "LaunchMode",
    "OpenSession",
    "Problem",
    "SessionRule",
    "Stands",
    "UnitState",
    "abandon",
    "abandon_idle",
    "abandon_of",
    "begin",
    "commit",
    "content_home",
    "course",
    "courses_for",
    "file_of_session",
    "forget_old_keepings",
    "forget_person",
    "framed",
    "grade_by",
    "has_courses",
    "hear",
    "held_about",
    "hold_back",
    "import_package",
    "is_actor",
    "is_open",
    "kept_by_courses",
    "launch",
    "offer",
    "old_keepings",
    "open_session",
    "package",
    "package_of",
    "packages",
    "play_at",
    "redeem",
    "retire",
    "seen",
    "still_open",
    "waive",
    "without_files",
]
