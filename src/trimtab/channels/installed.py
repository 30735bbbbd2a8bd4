"""The channels of this installation, as its settings say."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from trimtab.kernel.channels import ChannelName
from trimtab.messaging.api import Channel

# What the installation says under a name; '' when it says nothing.
Setting = Callable[[str], str]


def installed(setting: Setting) -> dict[str, Channel | None]:
    """Every way that leaves the house, by name; None where the settings do not set it up."""
    return {name: _set_up(name, setting) for name in ChannelName if name.leaves}


def _set_up(name: ChannelName, setting: Setting) -> Channel | None:
    folder = import_module(f"trimtab.channels.{name.replace('-', '_')}")
    channel: Channel | None = folder.set_up(setting)
    return channel
