"""Shared devices, for administrators: named with a code, seen, removed."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import devices
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import DeviceStage, Role
from trimtab.support import api as support
from trimtab.web import forms
from trimtab.web.addresses import links_to
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.people import choosing
from trimtab.workbench.permission import asked_by

STAGES = {
    DeviceStage.ENROLLED: (_l("shared"), "good"),
    DeviceStage.WAITING: (_l("code waits"), "note"),
    DeviceStage.OVER: (_l("code is over"), "warn"),
}


class FindDeviceForm(Form, frozen=True, kw_only=True):
    """Which devices are looked for."""

    q: Annotated[str, Asks(most=100)] = ""


class DeviceForm(Form, frozen=True, kw_only=True):
    """A device that is to be shared."""

    name: Annotated[str, Asks(most=200)] = ""
    unit: Annotated[str, Asks(most=200)] = ""
    idle: Annotated[int, Asks(most=10_000, fault=_l("Give whole minutes."))] = people.USUAL_IDLE


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def page(request: Request) -> HttpResponse:
    """The page /devices: the shared devices, and one more, whose code is shown this once."""
    by, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if request.method == "GET":
        return _show(request)
    try:
        form = forms.read(DeviceForm, request.POST)
        unit = choosing.unit_meant(form.unit)
        made = devices.name_device(
            name=form.name, unit=unit, idle_minutes=form.idle, by=by, now=now
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        given = forms.kept(DeviceForm, request.POST)
        return _show(request, given=given, refusal=refusal)
    link = links_to("enrol-link")(made.code)
    shown = {
        "name": form.name,
        "code": made.code,
        "until": made.expires_at,
        "typed_at": lrs.home() + reverse("enrol"),
        "qr": support.qr_svg(link),
    }
    return _show(request, made=shown)


@require_POST
@login_required
@never_cache
def remove(request: Request, device_id: UUID) -> HttpResponse:
    """A device is shared no more; whoever is signed in there is signed out at once."""
    by = asked_by(request, Role.ADMINISTRATOR)
    device = devices.remove(device_id=device_id, by=by, now=clock.now())
    sentence = _("%(name)s is shared no more. Whoever was signed in there is signed out.")
    messages.success(request, sentence % {"name": device.name})
    return redirect("workbench:devices")


def _show(
    request: Request,
    *,
    made: dict[str, Any] | None = None,
    given: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    asked = forms.read(FindDeviceForm, request.GET)
    found = people.shared_devices(
        query=asked.q, page=forms.page_number(request.GET), now=clock.now()
    )
    context = {
        "page": found,
        "rows": [(row, *STAGES[row.stage]) for row in found.rows],
        "q": asked.q,
        "query": forms.query(asked),
        "made": made,
        "given": given or {"idle": people.USUAL_IDLE},
        "error": forms.errors(refusal),
        "most_idle": people.LONGEST_IDLE,
        "units": choosing.units(_("Everybody")),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/people/devices.html", context, status=status)
