"""The addresses of managers and stakeholders."""

from __future__ import annotations

from django.urls import path

from trimtab.portal import views

app_name = "portal"
urlpatterns = [
    path("team", views.team, name="team"),
    path("part", views.part, name="part"),
]
