"""`python -m vertelmaar` is `vertelmaar`."""

from __future__ import annotations

from vertelmaar.cli import main

main()
