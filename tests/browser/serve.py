"""The product with an organisation, in a process and a database of its own: `python -m
tests.browser.serve STAGE`.

STAGE is "staged" (stage.py: every page has something to show), "blank" (the same people and
content, and no strategy yet), "named" (the same people at the name localhost: passkeys belong to
names) or "empty" (not even an organisation). Prints the address, of an empty
one the link to its set-up page, as its first line and serves until its standard input closes.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import threading

import django

from tests.product import free_port


def main() -> None:
    """Sets the stage in a database with its tables, serves. Pages are at 127.0.0.1, packages at
    localhost, or the other way round: the port must be known before."""
    port, folder = free_port(), tempfile.mkdtemp(prefix="trimtab-browser-")
    here, there = ("localhost", "127.0.0.1")[:: 1 if sys.argv[1:] == ["named"] else -1]
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {
        "TRIMTAB_BASE_URL": f"http://{here}:{port}",
        "TRIMTAB_CONTENT_URL": f"http://{there}:{port}",
        "TRIMTAB_DATA": folder,
        # Nothing runs by itself here; the pages show how it would be.
        "TRIMTAB_BACKUP_NIGHTLY": "yes",
    }
    django.setup()
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from django.utils import timezone

    from tests.browser.stage import bring_content, set_stage
    from tests.cast import PASSWORD, engage
    from trimtab.people import api as people

    class Handler(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    path = ""
    match sys.argv[1:]:
        case ["named"]:
            engage(timezone.now(), PASSWORD)
        case ["blank"]:
            engage(timezone.now(), PASSWORD)
            bring_content(timezone.now())
        case ["empty"]:
            path = f"/set-up/{people.make_set_up_link(now=timezone.now())}"
        case _:
            set_stage(timezone.now())
    server = ThreadedWSGIServer(("127.0.0.1", port), Handler, allow_reuse_address=False)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://{here}:{server.server_port}{path}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
