"""Where machines come in."""

from __future__ import annotations

from django.urls import path

from trimtab.gateway.xapi import documents, views

app_name = "gateway"
urlpatterns = [
    path("xapi/statements", views.statements, name="statements"),
    path("xapi/activities", views.activities, name="activities"),
    path("xapi/activities/state", documents.states, name="states"),
    path("xapi/activities/profile", documents.activity_profiles, name="activity-profiles"),
    path("xapi/agents", views.agents, name="agents"),
    path("xapi/agents/profile", documents.agent_profiles, name="agent-profiles"),
    path("xapi/about", views.about, name="about"),
    path("xapi/profile", views.published_profile, name="profile"),
]
