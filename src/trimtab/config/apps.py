from django.apps import AppConfig

from trimtab import clock
from trimtab.config import env


class ConfigConfig(AppConfig):
    """The composition root is an app for the table of forms that were sent, and to tell the rooms
    where they live."""

    name = "trimtab.config"
    label = "config"

    def ready(self) -> None:
        from django.conf import settings
        from django.contrib.auth.signals import user_logged_in

        from trimtab.config.content import CONTENT_URL
        from trimtab.courses import api as courses
        from trimtab.lrs import api as lrs
        from trimtab.messaging import api as messaging
        from trimtab.sealing.settling import settle

        if env.REHEARSAL:
            clock.follow(env.DATA / "clock")
        # When somebody signed in is written down by the product's clock (journeys/signing_in.py),
        # not by the machine's.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        messaging.settle_mail(bool(env.EMAIL_URL))
        settle([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
        lrs.settle(lrs.Installation.at(env.BASE_URL, secret=settings.SECRET_KEY))
        courses.play_at(CONTENT_URL)
