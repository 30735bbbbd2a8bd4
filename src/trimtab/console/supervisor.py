"""Starting everything, watching it, and stopping everything."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from trimtab.console import environment, private, whose
from trimtab.console.postgres import Cluster, stop
from trimtab.console.problems import MachineTrouble

GRACE_SECONDS = 8
LONGEST_PAUSE = 30.0


def check_port(host: str, port: int) -> None:
    """Raises Trouble when something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise MachineTrouble(
                f"Port {port} is not allowed to this user. Choose one above 1023 with TRIMTAB_PORT."
            ) from error
        except OSError as error:
            raise MachineTrouble(
                f"Port {port} is taken by another program. Choose another with TRIMTAB_PORT."
            ) from error


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens, for several web processes to share: while one is started again, the
    others answer, and a connection that comes meanwhile waits. Raises Trouble when the port cannot
    be had."""
    check_port(host, port)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.create_server((host, port), family=family, backlog=2048)
    found.set_inheritable(True)
    return found


@dataclass
class Child:
    """A process that is kept running."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.5
    not_before: float = 0.0
    started: float = 0.0


@dataclass
class Supervisor:
    """Keeps the children running until a signal comes; a child that dies is started again, with
    growing pauses."""

    data: Path | None = None
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def add(
        self,
        name: str,
        start: Callable[[], subprocess.Popen[bytes]],
        process: subprocess.Popen[bytes] | None = None,
    ) -> None:
        """Adds a child, running already or to be started."""
        self.children.append(Child(name, start, process, started=time.monotonic()))

    def run(self) -> None:
        """Watches until SIGINT or SIGTERM, then stops the children, last first."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        try:
            while not self.stopping:
                for child in self.children:
                    self._keep(child)
                time.sleep(0.2)
        finally:
            self.end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _keep(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is None:
            if now - child.started > LONGEST_PAUSE:
                child.pause = 0.5
            return
        if child.process is not None:
            print(
                f"{child.name} ended ({child.process.returncode}); it is started again.",
                file=sys.stderr,
                flush=True,
            )
            child.process, child.not_before = None, now + child.pause
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
        if now >= child.not_before:
            try:
                child.process, child.started = child.start(), now
                self.note()
            except MachineTrouble as trouble:
                print(trouble, file=sys.stderr, flush=True)
                child.not_before = now + child.pause

    def note(self) -> None:
        """Writes down the children's process numbers, for whoever looks; no start believes them."""
        if self.data is None:
            return
        pids = {child.name: child.process.pid for child in self.children if child.process}
        private.write(self.data / "processes.json", json.dumps(pids))

    def end(self) -> None:
        """Stops every child; the database last."""
        for child in reversed(self.children):
            if child.process is None or child.process.poll() is not None:
                continue
            if child.name == "database":
                stop(child.process.pid)
            else:
                child.process.terminate()
                try:
                    child.process.wait(GRACE_SECONDS)
                except subprocess.TimeoutExpired:
                    child.process.kill()
        if self.data is not None:
            (self.data / "processes.json").unlink(missing_ok=True)


def clear_leftovers(data: Path) -> None:
    """Ends web and worker processes that a killed start on this very folder left behind; the
    database clears up for itself."""
    for pid in whose.children(data):
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def start_database(cluster: Cluster) -> subprocess.Popen[bytes]:
    """Starts the embedded server."""
    return cluster.start()


def start_child(*arguments: str, inherits: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Starts one of our own processes in a session of its own, so that Ctrl-C reaches the
    supervisor alone.

    It inherits open files and sockets; their numbers become the last arguments. It holds the data
    folder open, by which the next start knows it for ours.
    """
    command = [sys.executable, "-m", whose.SERVE, *arguments, *map(str, inherits)]
    with ExitStack() as stack:
        held = []
        with suppress(FileNotFoundError):
            held.append(stack.enter_context(private.opened(environment.data_folder())))
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=(*inherits, *held)
        )


def add_web(supervisor: Supervisor, listens: socket.socket, processes: int) -> None:
    """Adds the web processes; they share one socket, and the system gives each connection to one
    that is free. They count requests together in a file without a name, which goes with the last of
    them."""
    counts = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the supervisor may start a process
    for number in range(1, max(processes, 1) + 1):
        name = "web" if number == 1 else f"web {number}"
        supervisor.add(
            name, lambda: start_child("web", inherits=(listens.fileno(), counts.fileno()))
        )
