"""The door of the room lrs: what other rooms may say."""
