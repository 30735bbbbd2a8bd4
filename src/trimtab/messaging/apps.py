from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """`sends_mail`: whether the machine's own settings let mail leave; the composition root says so
    at the start.
    """

    name = "trimtab.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"
    sends_mail: bool = False
