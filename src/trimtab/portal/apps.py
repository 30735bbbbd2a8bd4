from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "trimtab.portal"
    label = "portal"
