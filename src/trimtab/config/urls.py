"""All addresses of the product, street by street."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from trimtab.config import health, rehearsal, signing_in, style, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start_page, name="start"),
    path("sign-in", signing_in.SignIn.as_view(), name="sign-in"),
    path("forgotten", signing_in.forgotten, name="forgotten"),
    path("come-in/<str:token>", signing_in.come_in, name="come-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("places", views.places, name="places"),
    path("appearance", views.appearance, name="appearance"),
    path("palette", views.palette, name="palette"),
    path("rehearsal", rehearsal.page, name="rehearsal"),
    path("healthz", health.healthz, name="healthz"),
    path("style", style.page, name="style"),
    path("favicon.ico", RedirectView.as_view(url="/static/mark.svg"), name="favicon"),
    path("", include("trimtab.learner.urls")),
    path("", include("trimtab.workbench.urls")),
    path("", include("trimtab.portal.urls")),
    path("", include("trimtab.gateway.urls")),
]
handler400 = "trimtab.config.failing.bad_request"
handler404 = "trimtab.config.failing.not_found"
handler500 = "trimtab.config.failing.failed"
