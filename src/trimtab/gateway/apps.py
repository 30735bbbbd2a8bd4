from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "trimtab.gateway"
    label = "gateway"
