"""The addresses of the street: the doors of the house and what stands around every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from trimtab.home.design import page as style
from trimtab.home.devices import enrolling, switching
from trimtab.home.entering import (
    by_link,
    directory,
    passkeys,
    second_step,
    signing_in,
    upkeep,
)
from trimtab.home.rehearsing import views as rehearsing
from trimtab.home.setting_up import logo
from trimtab.home.setting_up import pages as setting_up
from trimtab.home.shell import views as shell
from trimtab.home.starting import views as starting
from trimtab.journeys.directories import Directories

# The steps of coming in, and what somebody has of them, which need nothing told.
_STEPS = [
    path("sign-in/passkey/question", passkeys.question, name="passkey-question"),
    path("sign-in/passkey", passkeys.sign_in, name="passkey-sign-in"),
    path("sign-in/link", by_link.ask, name="sign-in-link"),
    path("sign-in/second-step", second_step.page, name="second-step"),
    path("forgotten", signing_in.forgotten, name="forgotten"),
    path("come-in/<str:token>", signing_in.come_in, name="come-in"),
    path("come-in", signing_in.come_in_typed, name="come-in-typed"),
    path("me/signing-in", upkeep.page, name="signing-in"),
    path("me/signing-in/proof", upkeep.proof, name="prove"),
    path("me/signing-in/passkey", upkeep.passkey, name="passkey"),
    path("me/signing-in/app", upkeep.authenticator, name="authenticator"),
    path("me/signing-in/recovery-codes", upkeep.recovery_codes, name="recovery-codes"),
    path("me/signing-in/session", upkeep.sign_out_there, name="sign-out-there"),
]


def addresses(
    *,
    theme_cookie: str,
    language_cookie: str,
    device_cookie: str,
    accounts: Callable[[], Sequence[object]],
    shows_style: bool,
    languages: Sequence[tuple[str, str]],
    directories: Callable[[], Directories],
    directory_cookie: str,
) -> list[URLPattern]:
    """All addresses of the street. What only the composition root knows is told to it here: the
    names of the cookies that keep appearance, language and a shared device, who can sign in where
    the demonstration is loaded, whether everybody may see the page /style, the languages that pages
    are written in, the directories that people sign in with, and the cookie of whoever is on their
    way there.

    The names have no namespace: they are the house's own.
    """
    way = {"directories": directories, "cookie": directory_cookie}
    sign_in = switching.in_front_of(signing_in.SignIn.as_view(accounts=accounts))
    sign_out = switching.SignOutOfDevice.as_view(device_cookie=device_cookie)
    of_device, of_language = {"device_cookie": device_cookie}, {"language_cookie": language_cookie}
    return [
        path("", starting.start_page, name="start"),
        path("still-to-do", starting.put_away, name="put-away"),
        path("set-up", setting_up.where, name="set-up"),
        path("set-up/<str:token>", setting_up.page, {"languages": languages}, name="set-up-link"),
        path("logo", logo.picture, name="logo"),
        path("sign-in", sign_in, name="sign-in"),
        *_STEPS,
        path("sign-in/with/<uuid:connection_id>", directory.leave, way, name="directory-leave"),
        path("sign-in/with/<uuid:connection_id>/back", directory.back, way, name="directory-back"),
        path("sign-out", sign_out, name="sign-out"),
        path("switch", switching.page, of_language, name="switch"),
        path("switch/stay", switching.stay, name="stay"),
        path("device", enrolling.page, of_device, name="enrol"),
        path("device/<str:code>", enrolling.with_code, name="enrol-link"),
        path("places", shell.places, name="places"),
        path("appearance", shell.appearance, {"theme_cookie": theme_cookie}, name="appearance"),
        path("language", shell.language, of_language, name="language"),
        path("palette", shell.palette, name="palette"),
        path("rehearsal", rehearsing.page, name="rehearsal"),
        path("style", style.page, {"for_everybody": shows_style}, name="style"),
        path("favicon.ico", RedirectView.as_view(url="/static/mark.svg"), name="favicon"),
    ]
