"""What stands between the first proof of who somebody is and being in."""

from __future__ import annotations

from typing import Any

from allauth.account.stages import (
    LoginStageController,
)
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Whoever has a second step shows it, unless they came with a passkey, which is both."""

    urlname = "second-step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The page that asks for it, and that the way in goes on after it."""
        if self._should_handle(self.request):
            self.state["authentication_required"] = True
            return redirect(self.urlname), True
        return None, True


def pending(request: HttpRequest) -> Any:
    """The second step that somebody on the way in has still to show; None when nobody is."""
    if request.user.is_authenticated:
        return None
    stage = LoginStageController.enter(request, SecondStep.key)
    user = stage.login.user if stage else None
    return stage if user is not None and user.is_active else None
