"""The player of SCOs: a page around the package's own, on the same
address, with the API that SCORM looks for."""

from __future__ import annotations

from typing import Any, assert_never
from uuid import UUID

from csp.decorators import csp_exempt
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from trimtab import clock
from trimtab.courses import api as courses
from trimtab.courses.api import FetchRefused, SessionRule, Stands, UnitState
from trimtab.gateway.xapi.wire import BadRequest, TooLarge
from trimtab.kernel import plain_json
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs
from trimtab.wording import words

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' "
    "data:; connect-src 'self'; "
    "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
MOST_BYTES = 2 * 1024 * 1024


@require_safe
@csp_exempt()  # type: ignore[arg-type]
def page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The page /content/play/SESSION. Its token stands behind the #, so
    that no log and no referrer has it."""
    response = render(
        request, "gateway/player.html", {"session": session_id, "courses": f"{lrs.home()}/courses"}
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@require_POST
def begin(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """Starts the SCO: its data, and the secret for what it commits."""
    try:
        given = _content(request)
        played = courses.begin(
            session_id=session_id, token=str(given.get("token", "")), now=clock.now()
        )
    except Refusal as fault:
        return _refused(fault)
    return JsonResponse(
        {
            "secret": played.grant.secret,
            "kind": played.kind,
            "title": played.title,
            "url": played.url,
            "learner": played.learner_id,
            "mode": played.mode,
            "mastery": played.mastery_score,
            "threshold": played.completion_threshold,
            "maxTime": played.max_time,
            "timeLimitAction": played.time_limit_action,
            "objectives": played.objectives,
            "launchData": played.launch_data,
            "model": played.runtime,
            "back": played.return_url,
        },
        headers={"Cache-Control": "no-store"},
    )


@csrf_exempt
@require_POST
def commit(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """Keeps what the SCO committed; answers in the form that the runtime reads."""
    try:
        given = _content(request)
        secret = str(given.pop("secret", ""))
        stands = courses.commit(session_id=session_id, secret=secret, given=given, now=clock.now())
    except Refusal as fault:
        return _refused(fault)
    told = {"said": _said(stands), "next": stands.next if stands.counts else ""} if stands else {}
    return JsonResponse({"result": True, "errorCode": 0, **told})


def _said(stands: Stands) -> str:
    """What the player says of a part that has ended or is done."""
    if not stands.counts:
        return _("You have looked at this part. Nothing was counted.")
    score = (
        ""
        if stands.score is None
        else _("The score that counts: %(n)s %%.") % {"n": round(stands.score * 100)}
    )
    match stands.state:
        case UnitState.DONE | UnitState.WAIVED | UnitState.FREE:
            said = (
                _("This part is done, and with it the course.")
                if stands.is_course_done
                else _("This part is done.")
            )
        case UnitState.FAILED:
            said = _("This part is not passed yet.")
        case UnitState.NEW | UnitState.STARTED:
            said = _("This part has ended and is not done yet. What was saved is kept.")
        case _:
            assert_never(stands.state)
    return f"{said} {score}".strip()


def _content(request: HttpRequest) -> dict[str, Any]:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(
            "scorm.size",
            say("At most {size} MiB go into one request.", size=MOST_BYTES // 1024**2),
        )
    try:
        content = plain_json.read(body)
    except plain_json.InvalidJson as error:
        raise BadRequest("scorm.json", error.sentence) from error
    if not isinstance(content, dict):
        raise BadRequest("scorm.json", say("The content is not an object."))
    return content


def _refused(fault: Refusal) -> JsonResponse:
    status = (
        409
        if isinstance(fault, FetchRefused)
        else 403
        if isinstance(fault, SessionRule)
        else fault.status
    )
    return JsonResponse(
        {"result": False, "errorCode": 101, "code": fault.code, "sentence": words(fault.sentence)},
        status=status,
    )
