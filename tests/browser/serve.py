"""The product with a staged organisation, in a process and a database of its own: `python -m tests.browser.serve`.

Prints the address as its first line and serves until its standard input closes.
"""

from __future__ import annotations

import sys
import threading

import django


def main() -> None:
    """Migrates, sets the stage, serves."""
    django.setup()
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from django.utils import timezone

    from tests.browser.stage import set_stage

    class Handler(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    call_command("migrate", verbosity=0)
    set_stage(timezone.now())
    server = ThreadedWSGIServer(("127.0.0.1", 0), Handler, allow_reuse_address=False)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
