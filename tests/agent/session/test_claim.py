"""Two processes never run one Session."""

import subprocess
import sys
from pathlib import Path

from agent.session.claim import Claim

REPO = Path(__file__).resolve().parents[3]
TAKE = """
import sys
from pathlib import Path
from agent.session.claim import Claim
sys.exit(Claim(Path(sys.argv[1])).take())
"""


def taken_by_another_process(path):
    return subprocess.run([sys.executable, "-c", TAKE, str(path)], cwd=REPO, check=False).returncode == 1


def test_a_claimed_session_is_refused_to_another_process_until_it_is_freed(tmp_path):
    claim = Claim(tmp_path / "claims" / "s.lock")
    assert claim.take()
    assert claim.take()
    assert not taken_by_another_process(tmp_path / "claims" / "s.lock")
    claim.free()
    assert taken_by_another_process(tmp_path / "claims" / "s.lock")
