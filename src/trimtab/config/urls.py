"""All addresses of the product, street by street."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from trimtab.config import env, headers, health, machine, mailing, metrics, wiring
from trimtab.config.keeping import planning
from trimtab.demo import present
from trimtab.home.urls import addresses
from trimtab.workbench.people.urls import connections
from trimtab.workbench.running.urls import upkeep

urlpatterns: list[URLPattern | URLResolver] = [
    *addresses(
        theme_cookie=headers.THEME,
        language_cookie=settings.LANGUAGE_COOKIE_NAME,
        device_cookie=headers.DEVICE,
        accounts=present.accounts,
        shows_style=env.DEBUG,
        languages=settings.LANGUAGES,
        directories=wiring.directories,
        directory_cookie=headers.cookie("directory"),
    ),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.page, name="metrics"),
    *upkeep(plan=planning.plan, look=machine.look, mail=mailing.tools()),
    *connections(directories=wiring.directories),
    path("", include("trimtab.learner.urls")),
    path("", include("trimtab.workbench.urls")),
    path("", include("trimtab.portal.urls")),
    path("", include("trimtab.gateway.urls")),
]
handler400 = "trimtab.config.failing.bad_request"
handler404 = "trimtab.config.failing.not_found"
handler500 = "trimtab.config.failing.failed"
