"""What django-allauth is told of this house: who is a person, where the steps of signing in are,
that nobody signs up, and that it sends nothing by itself
(docs/decisions/0047-signing-in-with-allauth.md).

allauth brings no marker of its types, so that what it gives is unknown to the type checker here.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trimtab.home.entering.beginning import begin, origin
from trimtab.sealing import seal, unseal

SECOND_STEP = "trimtab.home.entering.stages.SecondStep"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Every way in ends here: the steps that are left, and then a session of ours."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are named by their organisation: nobody signs up."""
        return False

    def get_login_stages(self) -> list[str]:
        """What stands between the first proof and being in."""
        return [SECOND_STEP]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Somebody has done all steps."""
        begin(request, user.pk)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Somebody who is shut out is told at the door."""
        messages.error(
            request, _("This account is shut out. Ask whoever administers the platform.")
        )
        return redirect("sign-in")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The place that a request came from."""
        return origin(request)

    def send_mail(self, *args: object, **kwargs: object) -> None:
        """Nothing: what somebody must hear of their account is told by the journeys, in words of
        this house and by its outbox.
        """

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Nothing, for the same reason."""

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Nothing: the pages say what happened."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second steps: their secrets are sealed as those of others are, and allauth sends nothing."""

    def encrypt(self, text: str) -> str:
        """A secret as it is kept."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself. Raises Refusal when the installation has another secret by now."""
        return unseal(encrypted_text)

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Nothing: see `AccountAdapter.send_mail`."""
