"""The door of the room courses: what other rooms may say."""

from trimtab.courses.actions.attempting import grade_by
from trimtab.courses.actions.ending import abandon, abandon_idle, abandon_of, waive
from trimtab.courses.actions.hearing import hear, seen
from trimtab.courses.actions.importing import hold_back, import_package, offer, retire
from trimtab.courses.actions.launching import FetchRefused, launch, redeem
from trimtab.courses.actions.playing import begin, commit
from trimtab.courses.domain.attempts import Grading
from trimtab.courses.domain.faults import BadPackage, NotPlayable
from trimtab.courses.domain.launching import preferences
from trimtab.courses.domain.paths import MOST_ARCHIVE_BYTES
from trimtab.courses.domain.rows import (
    AttemptRow,
    CourseRow,
    Framed,
    Grant,
    Imported,
    Launch,
    OpenSession,
    PackageRow,
    Played,
    Stands,
    UnitRow,
    UnitState,
)
from trimtab.courses.domain.sessions import SessionRule, is_actor
from trimtab.courses.domain.structure import Block, Kind, LaunchMode, Problem
from trimtab.courses.domain.words import LAUNCH_DATA, PREFERENCES
from trimtab.courses.forgetting import (
    forget_old_keepings,
    forget_person,
    kept_by_courses,
    old_keepings,
)
from trimtab.courses.home import content_home, play_at
from trimtab.courses.queries import (
    course,
    courses_for,
    file_of_session,
    framed,
    has_courses,
    held_about,
    is_open,
    open_session,
    package,
    package_of,
    packages,
    still_open,
    without_files,
)

__all__ = [
    "LAUNCH_DATA",
    "MOST_ARCHIVE_BYTES",
    "PREFERENCES",
    "AttemptRow",
    "BadPackage",
    "Block",
    "CourseRow",
    "FetchRefused",
    "Framed",
    "Grading",
    "Grant",
    "Imported",
    "Kind",
    "Launch",
    "LaunchMode",
    "NotPlayable",
    "OpenSession",
    "PackageRow",
    "Played",
    "Problem",
    "SessionRule",
    "Stands",
    "UnitRow",
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
    "preferences",
    "redeem",
    "retire",
    "seen",
    "still_open",
    "waive",
    "without_files",
]
