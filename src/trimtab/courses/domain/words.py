"""The identifiers of cmi5 (sections 9.3, 9.5, 9.6) and of ADL's SCORM profile."""

from __future__ import annotations

from enum import StrEnum

_ADL = "http://adlnet.gov/expapi/verbs"
_CMI5 = "https://w3id.org/xapi/cmi5"

CATEGORY = f"{_CMI5}/context/categories/cmi5"
MOVE_ON = f"{_CMI5}/context/categories/moveon"
SCORM = "https://w3id.org/xapi/scorm"
SESSION = f"{_CMI5}/context/extensions/sessionid"
MASTERY = f"{_CMI5}/context/extensions/masteryscore"
MODE = f"{_CMI5}/context/extensions/launchmode"
LAUNCH_URL = f"{_CMI5}/context/extensions/launchurl"
MOVE_ON_RULE = f"{_CMI5}/context/extensions/moveon"
PARAMETERS = f"{_CMI5}/context/extensions/launchparameters"
REASON = f"{_CMI5}/result/extensions/reason"
BLOCK = f"{_CMI5}/activitytype/block"
COURSE = f"{_CMI5}/activitytype/course"
ATTEMPT = "http://adlnet.gov/expapi/activities/attempt"
ANSWERED = f"{_ADL}/answered"
PROGRESSED = f"{_ADL}/progressed"
LESSON = "http://adlnet.gov/expapi/activities/lesson"
VOIDED = f"{_ADL}/voided"
PREFERENCES = "cmi5LearnerPreferences"
LAUNCH_DATA = "LMS.LaunchData"


class CourseVerb(StrEnum):
    """The verbs that cmi5 defines; SCORM sessions use the same ones."""

    LAUNCHED = f"{_ADL}/launched"
    INITIALIZED = f"{_ADL}/initialized"
    COMPLETED = f"{_ADL}/completed"
    PASSED = f"{_ADL}/passed"
    FAILED = f"{_ADL}/failed"
    TERMINATED = f"{_ADL}/terminated"
    ABANDONED = "https://w3id.org/xapi/adl/verbs/abandoned"
    WAIVED = "https://w3id.org/xapi/adl/verbs/waived"
    SATISFIED = "https://w3id.org/xapi/adl/verbs/satisfied"

    @property
    def display(self) -> str:
        """The verb in English."""
        return self.name.lower()


OURS = frozenset(
    {CourseVerb.LAUNCHED, CourseVerb.ABANDONED, CourseVerb.WAIVED, CourseVerb.SATISFIED}
)
JUDGED = frozenset({CourseVerb.PASSED, CourseVerb.FAILED})
COUNTED = JUDGED | {CourseVerb.COMPLETED}
TIMED = COUNTED | {CourseVerb.TERMINATED}
