"""The door of the room strategy: what other rooms may say."""
