"""Where machines come in."""

from __future__ import annotations

from django.urls import path

from trimtab.gateway.xapi import views

app_name = "gateway"
urlpatterns = [
    path("xapi/statements", views.statements, name="statements"),
    path("xapi/about", views.about, name="about"),
    path("xapi/profile", views.published_profile, name="profile"),
]
