"""Checks the lock files without the network: ``python scripts/check_locks.py``.

Every dependency of pyproject.toml is in its lock at an allowed version, the smaller locks are parts of the large
one, every pin has hashes, and no lock file holds an address (a registry of one machine is nobody else's).
"""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)[^\n]*\\\n\s+--hash=sha256:[0-9a-f]{64}", re.MULTILINE)
PIN_LINE = re.compile(r"^[A-Za-z0-9._-]+==", re.MULTILINE)


def main() -> int:
    """Print every problem; exit status 1 when there is one."""
    locks = {name: read_lock(name) for name in ("runtime", "build", "dev")}
    problems = [*unlocked(locks), *not_the_same(locks), *addresses()]
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def read_lock(name: str) -> dict[str, str]:
    """Package name to pinned version; every pin must carry a hash."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    pins = {canonicalize_name(package): version for package, version in PIN.findall(text)}
    if len(pins) != len(PIN_LINE.findall(text)):
        raise SystemExit(f"requirements/{name}.lock: a pin has no hash (make lock)")
    return {str(package): version for package, version in pins.items()}


def unlocked(locks: dict[str, dict[str, str]]) -> list[str]:
    """Dependencies that their lock does not hold at an allowed version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    build = [*project["project"]["dependencies"], *groups["build"]]
    development = [*build, *(item for item in groups["dev"] if isinstance(item, str))]
    wanted = {"runtime": project["project"]["dependencies"], "build": build, "dev": development}
    found = []
    for name, lines in wanted.items():
        for requirement in map(Requirement, lines):
            version = locks[name].get(str(canonicalize_name(requirement.name)))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                found.append(f"requirements/{name}.lock has {version}, wanted {requirement} (make lock)")
    return found


def not_the_same(locks: dict[str, dict[str, str]]) -> list[str]:
    """Pins of the smaller locks that the development lock holds at another version."""
    return [
        f"requirements/{name}.lock pins {package} {version}, dev.lock {locks['dev'].get(package)} (make lock)"
        for name in ("runtime", "build")
        for package, version in locks[name].items()
        if locks["dev"].get(package) != version
    ]


def addresses() -> list[str]:
    """Lines of lock files with an address in them."""
    files = [*sorted((ROOT / "requirements").glob("*.lock")), ROOT / "pwa" / "package-lock.json"]
    return [
        f"{file.relative_to(ROOT)}:{number}: an address has no place in a lock file"
        for file in files
        if file.exists()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if re.search(r"https?://", line)
    ]


if __name__ == "__main__":
    sys.exit(main())
