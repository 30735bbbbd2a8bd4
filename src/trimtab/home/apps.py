from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The street where everybody comes in: its templates, parts and styles are what other streets'
    pages are made of."""

    name = "trimtab.home"
    label = "home"
