from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "trimtab.workbench"
    label = "workbench"
