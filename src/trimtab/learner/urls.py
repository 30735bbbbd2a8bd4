"""The learner's addresses."""

from __future__ import annotations

from django.urls import path

from trimtab.learner.views import account, answer, courses, find, inbox, me, pin, today, why

app_name = "learner"
urlpatterns = [
    path("today", today.page, name="today"),
    path("today/answer", answer.page, name="answer"),
    path("today/objection", answer.object_to, name="object"),
    path("today/why/<str:key>", why.programme, name="why-practice"),
    path("find", find.page, name="find"),
    path("find/tell-us", find.tell_us, name="tell-us"),
    path("find/aids/<str:key>", find.aid, name="aid"),
    path("find/aids/<str:key>/solved", find.solved, name="solved"),
    path("find/pictures/<str:digest>", find.picture, name="picture"),
    path("courses", courses.listing, name="courses"),
    path("courses/<uuid:package_id>", courses.page, name="course"),
    path("courses/sessions/<uuid:session_id>/ending", courses.end, name="end-session"),
    path("courses/<uuid:package_id>/units/<int:unit>/launch", courses.launch, name="launch"),
    path("inbox", inbox.page, name="inbox"),
    path("inbox/<uuid:message_id>/why", why.message, name="why-message"),
    path("me", me.page, name="me"),
    path("me/password", account.password, name="password"),
    path("me/pin", pin.page, name="pin"),
    path("me/sessions/ending", account.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("me/data.json", me.data, name="data"),
    path("me/looks", me.looks, name="looks"),
    path("me/erasure", me.ask_to_be_erased, name="ask-to-be-erased"),
    path("me/messages", me.choose_messages, name="choose-messages"),
]
