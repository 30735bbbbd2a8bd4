"""Django as WSGI: everything but the hot path of the record store (see asgi.py)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trimtab.config.settings")


class Utf8Request(WSGIRequest):
    """A request whose address and form are UTF-8, whatever charset its header names: Django looks
    that one up in Python's codecs, and fails on those that are no encoding of text (charset=hex)
    before any middleware."""

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )


class Utf8Handler(WSGIHandler):
    """Django's own, with our requests."""

    request_class = Utf8Request


django.setup(set_prefix=False)
application = Utf8Handler()
