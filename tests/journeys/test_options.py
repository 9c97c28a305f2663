"""Options that mean nothing are answered with what would be right, before anything is asked or sent."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.parametrize("language", ["en"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("model", "discover", "--port", "foo=1"), "one of jan, llamacpp, lmstudio, ollama, other, vllm"),
        (("model", "discover", "--port", "ollama=abc"), "Write it like ollama=11435"),
        (("cost", "--days", "0"), "is not a number of days, 1 or more"),
        (("run", "x", "--folder", ".", "--max-usd", "five"), "five is not a number above 0"),
    ],
)
def test_a_wrong_option_says_what_would_be_right(deskhand, language, arguments, sentence):
    command = [sys.executable, "-m", "desktop", *arguments]
    ended = subprocess.run(command, env=deskhand.env, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert sentence in ended.stderr
