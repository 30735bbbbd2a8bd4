from django.apps import AppConfig


class LearnerConfig(AppConfig):
    name = "trimtab.learner"
    label = "learner"
