"""The addresses of the street: the doors of the house and what stands around every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from trimtab.home.design import page as style
from trimtab.home.devices import enrolling, switching
from trimtab.home.entering import signing_in
from trimtab.home.rehearsing import views as rehearsing
from trimtab.home.setting_up import logo
from trimtab.home.setting_up import pages as setting_up
from trimtab.home.shell import views as shell
from trimtab.home.starting import views as starting


def addresses(
    *,
    theme_cookie: str,
    language_cookie: str,
    device_cookie: str,
    accounts: Callable[[], Sequence[object]],
    shows_style: bool,
    languages: Sequence[tuple[str, str]],
) -> list[URLPattern]:
    """All addresses of the street. What only the composition root knows is told to it here: the
    names of the cookies that keep appearance, language and a shared device, who can sign in where the demonstration
    is loaded, whether everybody may see the page /style, and the languages that pages are written
    in.

    The names have no namespace: they are the house's own.
    """
    sign_in = switching.in_front_of(signing_in.SignIn.as_view(accounts=accounts))
    sign_out = switching.SignOut.as_view(device_cookie=device_cookie)
    of_device, of_language = {"device_cookie": device_cookie}, {"language_cookie": language_cookie}
    return [
        path("", starting.start_page, name="start"),
        path("still-to-do", starting.put_away, name="put-away"),
        path("set-up", setting_up.where, name="set-up"),
        path("set-up/<str:token>", setting_up.page, {"languages": languages}, name="set-up-link"),
        path("logo", logo.picture, name="logo"),
        path("sign-in", sign_in, name="sign-in"),
        path("forgotten", signing_in.forgotten, name="forgotten"),
        path("come-in/<str:token>", signing_in.come_in, name="come-in"),
        path("come-in", signing_in.come_in_typed, name="come-in-typed"),
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
