"""Makes the data of one test server: `python -m tests.e2e.branch DAYS`, settings from the environment.

A process of its own, so that the server starts on files that nobody else holds open.
"""

from __future__ import annotations

import sys

from backend.app import create_app
from backend.cli import migrate
from backend.demo.loader import load_demo


def main() -> None:
    """Migrate, and load the demo branch with that many days of history."""
    app = create_app()
    migrate(app)
    load_demo(app, history_days=int(sys.argv[1]))


if __name__ == "__main__":
    main()
