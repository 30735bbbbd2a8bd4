"""Django as WSGI: everything but the hot path of the record store (see asgi.py)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trimtab.config.settings")
application = get_wsgi_application()
