"""Keys are in the system's keyring or in memory, and nowhere else."""

import os
import subprocess
import sys
import threading

import pytest

from agent.core.errors import NeedsUserError
from agent.models.catalog import ModelConfig
from agent.models.keys import KeyBox, safe_keyring


class Drawer:
    """A keyring that keeps what it is given; `broken` ones raise."""

    def __init__(self, broken: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = broken

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise RuntimeError("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise RuntimeError("locked")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def test_a_key_goes_to_the_keyring_and_comes_back_for_another_process():
    drawer = Drawer()
    box = KeyBox(lambda: drawer)
    assert box.keep("kimi", " sk-1\n") == "kept"
    assert box.state("kimi") == "kept"
    assert KeyBox(lambda: drawer).key("kimi") == "sk-1"


def test_forgetting_takes_the_key_out_of_the_keyring():
    drawer = Drawer()
    box = KeyBox(lambda: drawer)
    box.keep("kimi", "sk-1")
    box.forget("kimi")
    box.forget("kimi")
    assert (box.key("kimi"), box.state("kimi"), drawer.kept) == (None, "none", {})


@pytest.mark.parametrize("drawer", [None, Drawer(broken=True)])
def test_without_a_usable_keyring_a_key_lives_as_long_as_the_process(drawer):
    box = KeyBox(lambda: drawer)
    assert box.keep("kimi", "sk-1") == "memory"
    assert (box.key("kimi"), box.state("kimi")) == ("sk-1", "memory")
    assert KeyBox(lambda: drawer).key("kimi") is None
    box.forget("kimi")
    assert box.key("kimi") is None


def test_a_keyring_that_does_not_answer_is_given_up_and_not_asked_again():
    released, asked = threading.Event(), []

    def stuck() -> None:
        asked.append(1)
        released.wait(20)

    box = KeyBox(stuck, patience=0.1)
    assert box.keep("kimi", "sk-1") == "memory"
    assert box.key("other") is None
    assert asked == [1]
    released.set()


@pytest.mark.parametrize("key", ["", "  ", "ｓｋ－１", "sk-1\nX-Other: 2", "sk 1", "sk-\x00"])
def test_what_cannot_be_a_key_is_refused(key):
    with pytest.raises(NeedsUserError) as caught:
        KeyBox(lambda: None).keep("kimi", key)
    assert caught.value.code == "bad_key"


def test_the_environment_goes_before_the_kept_key(monkeypatch):
    box = KeyBox(lambda: None)
    box.keep("kimi", "sk-kept")
    config = ModelConfig("kimi", "openai-chat", "https://a.example/v1", "k", key_from_env="KIMI_KEY")
    monkeypatch.delenv("KIMI_KEY", raising=False)
    assert box.key_for(config) == "sk-kept"
    monkeypatch.setenv("KIMI_KEY", "sk-env")
    assert box.key_for(config) == "sk-env"
    assert box.state("kimi") == "memory"


def test_no_key_is_in_a_repr():
    box = KeyBox(lambda: None)
    box.keep("kimi", "sk-1")
    assert "sk-1" not in repr(box)


@pytest.mark.parametrize("backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_backends_that_keep_nothing_are_not_taken_for_safe(backend):
    code = "from agent.models.keys import KeyBox; print(KeyBox().keep('kimi', 'sk-1'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHON_KEYRING_BACKEND": backend},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "memory"


def test_a_system_without_a_screen_does_not_hang():
    assert safe_keyring() is None or sys.platform != "linux" or "DBUS_SESSION_BUS_ADDRESS" in os.environ
