from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "trimtab.channels"
    label = "channels"
