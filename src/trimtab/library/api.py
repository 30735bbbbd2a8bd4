"""The door of the room library: what other rooms may say."""
