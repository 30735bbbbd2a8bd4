"""The door of the room governance: what other rooms may say."""
