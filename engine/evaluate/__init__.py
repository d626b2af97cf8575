"""How well messages are understood: `python -m engine.evaluate`."""
