"""The door of the room messaging: what other rooms may say."""
