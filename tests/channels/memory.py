"""The other side of the channel that keeps what it gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.channels import OtherSide, Trial
from trimtab.channels.memory import MemoryChannel
from trimtab.kernel.errors import DeliveryFailed
from trimtab.kernel.said import as_written


@dataclass
class MemoryTrial:
    """A list is never silent, and has no secret."""

    channel: MemoryChannel = field(default_factory=MemoryChannel)
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    never: frozenset[OtherSide] = frozenset({OtherSide.SILENT})

    def behaves(self, how: OtherSide) -> None:
        self.channel.away = as_written("It is away.") if how is OtherSide.AWAY else None
        match how:
            case OtherSide.REFUSES_FOR_GOOD:
                self.channel.refusal = DeliveryFailed(as_written("It is refused."), permanent=True)
            case OtherSide.REFUSES_FOR_NOW:
                self.channel.refusal = DeliveryFailed(
                    as_written("It is refused for now."), permanent=False
                )
            case _:
                self.channel.refusal = None

    def taken(self) -> list[str]:
        return [
            f"{message.id} {message.subject}\n{message.body}\n{message.why}"
            for message in self.channel.delivered
        ]


@contextmanager
def trial() -> Iterator[Trial]:
    yield MemoryTrial()
