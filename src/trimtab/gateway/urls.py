"""Where machines come in."""

from __future__ import annotations

from django.urls import path, re_path

from trimtab.gateway.cmi5 import views as cmi5
from trimtab.gateway.content import framing, playing, serving
from trimtab.gateway.directories import views as directories
from trimtab.gateway.mail import hooks, leaving
from trimtab.gateway.scim import views as scim
from trimtab.gateway.xapi import documents, views

app_name = "gateway"
urlpatterns = [
    # Some programs end every address with a slash.
    re_path(r"^xapi/statements/?$", views.statements, name="statements"),
    re_path(r"^xapi/activities/?$", views.activities, name="activities"),
    re_path(r"^xapi/activities/state/?$", documents.states, name="states"),
    re_path(r"^xapi/activities/profile/?$", documents.activity_profiles, name="activity-profiles"),
    re_path(r"^xapi/agents/?$", views.agents, name="agents"),
    re_path(r"^xapi/agents/profile/?$", documents.agent_profiles, name="agent-profiles"),
    re_path(r"^xapi/about/?$", views.about, name="about"),
    re_path(r"^xapi/profile/?$", views.published_profile, name="profile"),
    re_path(r"^scim/v2/?$", scim.root, name="scim"),
    path("scim/v2/ServiceProviderConfig", scim.config, name="scim-config"),
    re_path(r"^scim/v2/ResourceTypes(?:/(?P<key>[^/]+))?$", scim.resource_types, name="scim-types"),
    re_path(r"^scim/v2/Schemas(?:/(?P<key>[^/]+))?$", scim.schemas, name="scim-schemas"),
    re_path(r"^scim/v2/(?:(?P<kind>Users|Groups)/)?\.search$", scim.search, name="scim-search"),
    path("scim/v2/Users", scim.user_list, name="scim-users"),
    path("scim/v2/Users/<str:key>", scim.user, name="scim-user"),
    path("scim/v2/Groups", scim.group_list, name="scim-groups"),
    path("scim/v2/Groups/<str:key>", scim.group, name="scim-group"),
    path("scim/v2/<path:rest>", scim.elsewhere, name="scim-elsewhere"),
    path("cmi5/fetch/<uuid:session_id>/<str:token>", cmi5.fetch, name="fetch"),
    # Units put a slash between the endpoint and a resource, whether or not there is one already.
    re_path(r"^cmi5/xapi/+statements$", cmi5.statements, name="unit-statements"),
    re_path(r"^cmi5/xapi/+activities/state$", cmi5.state, name="unit-states"),
    re_path(
        r"^cmi5/xapi/+activities/profile$", cmi5.activity_profile, name="unit-activity-profiles"
    ),
    re_path(r"^cmi5/xapi/+activities$", cmi5.activities, name="unit-activities"),
    re_path(r"^cmi5/xapi/+agents/profile$", cmi5.agent_profile, name="unit-agent-profiles"),
    re_path(r"^cmi5/xapi/+agents$", cmi5.agents, name="unit-agents"),
    re_path(r"^cmi5/xapi/+about$", views.about, name="unit-about"),
    path("saml/<uuid:connection_id>/answer", directories.assertion, name="assertion"),
    path("saml/<uuid:connection_id>/metadata", directories.metadata, name="saml-metadata"),
    path("content/play/<uuid:session_id>", playing.page, name="play"),
    path("content/play/<uuid:session_id>/begin", playing.begin, name="begin"),
    path("content/play/<uuid:session_id>/commit", playing.commit, name="commit"),
    path("content/frame/<uuid:session_id>", framing.frame, name="frame"),
    path("content/back/<uuid:session_id>", framing.back, name="back"),
    path("content/<uuid:session_id>/<path:path>", serving.file, name="content"),
    path("hooks/mail/<slug:service>", hooks.hear, name="mail-hook"),
    path("leave/<str:token>", leaving.page, name="leave"),
]
