"""Makes the encoder that the engine understands messages with. Nothing else needs this package."""
