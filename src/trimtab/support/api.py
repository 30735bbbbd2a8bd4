"""The door of the room support: what other rooms may say."""
