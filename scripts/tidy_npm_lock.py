"""Takes what names an address out of pwa/package-lock.json: ``python scripts/tidy_npm_lock.py``.

npm installs without it: hashes (``integrity``) say what a package is, the configured registry where it is.
"""

import json
from pathlib import Path

LOCK = Path(__file__).parent.parent / "pwa" / "package-lock.json"
UNNEEDED = ("resolved", "funding", "deprecated")


def main() -> None:
    """Rewrite the lock file when it holds something unneeded."""
    text = LOCK.read_text("utf-8")
    lock = json.loads(text)
    for package in lock["packages"].values():
        for key in UNNEEDED:
            package.pop(key, None)
    tidy = json.dumps(lock, indent=2, ensure_ascii=False) + "\n"
    if tidy != text:
        LOCK.write_text(tidy, "utf-8")


if __name__ == "__main__":
    main()
