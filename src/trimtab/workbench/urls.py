"""The addresses of the workbench, subject by subject."""

from __future__ import annotations

from trimtab.workbench.content.urls import urlpatterns as content
from trimtab.workbench.people.urls import urlpatterns as people
from trimtab.workbench.records.urls import urlpatterns as records
from trimtab.workbench.results.urls import urlpatterns as results
from trimtab.workbench.running.urls import urlpatterns as running
from trimtab.workbench.strategy.urls import urlpatterns as strategy

app_name = "workbench"
urlpatterns = [*strategy, *results, *content, *people, *records, *running]
