"""The door of the room evaluation: what other rooms may say."""
