"""What holds for all tests."""

from hypothesis import settings

# Nothing is said about speed here: a busy machine must not fail a test. `bench/` has the figures.
settings.register_profile("trimtab", deadline=None)
settings.load_profile("trimtab")
