"""What tests of sending on may ask for."""

from tests.streets.forwarding_target import clock, receiver

__all__ = ["clock", "receiver"]
