"""The first moments of the process."""

import subprocess
import sys
from pathlib import Path

from api_support import settings
from secure_api.application import create_application
from secure_api.server.run import server_config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

ROOT = Path(__file__).parent.parent


def test_sigterm_before_the_server_runs_ends_the_process() -> None:
    """A container's first process ignores SIGTERM unless it has a handler: this one has it before the slow imports."""
    script = "import os, signal, time, secure_api.__main__; os.kill(os.getpid(), signal.SIGTERM); time.sleep(20)"
    started = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=15, check=False)
    assert started.returncode == 0


def test_no_caller_is_trusted_to_name_an_address() -> None:
    """Uvicorn would by default believe X-Forwarded-* from 127.0.0.1."""
    config = server_config(settings(), create_application(settings()))
    config.load()
    assert not isinstance(config.loaded_app, ProxyHeadersMiddleware)
