from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition root is an app only for its templates, static files and checks."""

    name = "trimtab.config"
    label = "config"
