"""The door of the room practice: what other rooms may say."""
