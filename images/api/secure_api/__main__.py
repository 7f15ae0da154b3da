"""`python3 -m secure_api`: what the image runs."""

import signal
import sys


def _leave(_signal: int, _frame: object) -> None:
    sys.exit(0)


# A container's first process ignores SIGTERM unless it has a handler. Until the server installs its own, a task that is
# stopped while it starts would wait for SIGKILL. So this comes before the slow imports.
signal.signal(signal.SIGTERM, _leave)

if __name__ == "__main__":
    from secure_api.server.run import main

    sys.exit(main())
