"""The suite starts all its clients at once; here each waits until the one before it is done: `mcp_in_turn.py URL`.

What a client takes once it is its turn is bounded; one that takes longer ends with exit code 124 and counts as failed.
The file that is locked is named by DESKHAND_MATRIX_TURN, and gets a line for each client: scenario, seconds, exit code.
"""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

SECONDS = 240
TOOK_TOO_LONG = 124


def main(url: str) -> int:
    """The exit code of the client."""
    with Path(os.environ["DESKHAND_MATRIX_TURN"]).open("a", encoding="utf-8") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        began = time.monotonic()
        words = [sys.executable, str(Path(__file__).with_name("mcp_client.py")), url]
        try:
            code = subprocess.run(words, timeout=SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            code = TOOK_TOO_LONG
        scenario = os.environ.get("MCP_CONFORMANCE_SCENARIO", "?")
        turn.write(f"{scenario} {time.monotonic() - began:.1f} {code}\n")
        return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[-1]))
