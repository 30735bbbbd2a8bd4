"""The pure door of the room practice: how practice goes, for code that knows no framework."""

from trimtab.practice.domain.arms import Arm
from trimtab.practice.domain.crowd import Bools
from trimtab.practice.domain.simulating import Crowd, Run, SimulatedProgramme, simulate

__all__ = ["Arm", "Bools", "Crowd", "Run", "SimulatedProgramme", "simulate"]
