"""What stands between the first proof of who somebody is and being in."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage  # type: ignore[import-untyped]
from django.http import HttpResponse
from django.shortcuts import redirect


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Whoever has a second factor shows it, unless they came with a passkey, which is both."""

    urlname = "second-step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The page that asks for it, and that the way in goes on after it."""
        if self._should_handle(self.request):
            self.state["authentication_required"] = True
            return redirect(self.urlname), True
        return None, True
