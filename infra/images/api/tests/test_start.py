"""The first moments of the process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_sigterm_before_the_server_runs_ends_the_process() -> None:
    """A container's first process ignores SIGTERM unless it has a handler: this one has it before the slow imports."""
    script = "import os, signal, time, secure_api.__main__; os.kill(os.getpid(), signal.SIGTERM); time.sleep(20)"
    started = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=15, check=False)
    assert started.returncode == 0
