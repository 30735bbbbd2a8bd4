"""The addresses of managers and stakeholders, and of those who are asked by link."""

from __future__ import annotations

from django.urls import path

from trimtab.portal import asked, views

app_name = "portal"
urlpatterns = [
    path("team", views.team, name="team"),
    path("part", views.part, name="part"),
    path("asked/<str:token>", asked.page, name="asked"),
    path("asked/<str:token>/<slug:code>", asked.question, name="asked-question"),
]
