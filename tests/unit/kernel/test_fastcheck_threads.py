"""The fast check under threads: its first use must not be a race."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own, for what it guards against is a crash of the process.
FIRST_USE_BY_EIGHT_THREADS = """
import sys, threading
sys.setswitchinterval(1e-6)
from backend.kernel.fastcheck import compile_check
from backend.records.schemas import EnvelopeIn

for _ in range(100):
    check = compile_check(EnvelopeIn)
    line = threading.Barrier(8)

    def use():
        line.wait()
        for _ in range(3):
            check({"v": 1})

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("whole")
"""


def test_eight_threads_may_use_a_fresh_check_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_USE_BY_EIGHT_THREADS], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "whole"), done.stderr
