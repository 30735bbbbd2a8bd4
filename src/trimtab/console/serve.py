"""The children of `trimtab run`: web processes and the worker. They end when their parent does.

python -m trimtab.console.serve web SOCKET COUNTS | worker

SOCKET is the number of an inherited socket that listens, COUNTS that of an inherited file in which
the web processes count together.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys

from trimtab.console import environment

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Asks the system (prctl(2), Linux) to end this process when its parent ends; elsewhere the
    next start clears up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            sys.exit(1)


def web(listens: socket.socket, counts: int) -> None:
    """Serves pages and the record store on a socket that listens, until told to stop."""
    import uvicorn

    environment.ready()
    from trimtab.console.incoming import IncomingProtocol, open_files
    from trimtab.gateway.xapi.counting import Shared
    from trimtab.gateway.xapi.keyring import ring

    ring().share(Shared(counts))
    IncomingProtocol.most = open_files()
    config = uvicorn.Config(
        "trimtab.config.asgi:application",
        log_config=None,
        access_log=False,
        lifespan="on",
        ws="none",
        proxy_headers=False,
        timeout_graceful_shutdown=5,
        server_header=False,
        http=IncomingProtocol,
    )
    uvicorn.Server(config).run(sockets=[listens])


def worker() -> None:
    """Runs jobs and the schedule until told to stop."""
    environment.ready()
    import asyncio

    from trimtab.config import env
    from trimtab.config.worker import work

    asyncio.run(work(is_rehearsal=env.REHEARSAL))


def main() -> None:
    die_with_parent()
    match sys.argv[1:]:
        case ["web", listens, counts]:
            web(socket.socket(fileno=int(listens)), int(counts))
        case ["worker"]:
            worker()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
