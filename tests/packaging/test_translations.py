"""Every string of the window is translated, and the compiled catalogue is the one of its source."""

import importlib.util
import re
import shutil
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
FOLDER = REPO / "desktop" / "views" / "i18n"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The catalogues as they would be made now from the sources."""
    spec = importlib.util.spec_from_file_location("translations", REPO / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    translations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(translations)
    made = tmp_path_factory.mktemp("i18n")
    shutil.copy(FOLDER / "deskhand_ja.ts", made)
    translations.main(made)
    return made


@pytest.mark.parametrize("name", ["deskhand_ja.ts", "deskhand_ja.qm"])
def test_the_catalogues_are_up_to_date(fresh, name):
    command = "run `python packaging/translations.py` and translate what is new"
    assert (fresh / name).read_bytes() == (FOLDER / name).read_bytes(), command


def test_nothing_is_left_untranslated(fresh):
    text = (fresh / "deskhand_ja.ts").read_text(encoding="utf-8")
    sources = re.findall(r"<source>(.*?)</source>\s*<translation( type=\"unfinished\")?>", text, re.DOTALL)
    assert len(sources) > 300
    assert [source for source, unfinished in sources if unfinished] == []


def test_the_places_for_names_and_numbers_are_kept():
    text = (FOLDER / "deskhand_ja.ts").read_text(encoding="utf-8")
    pairs = re.findall(r"<source>(.*?)</source>\s*<translation>(.*?)</translation>", text, re.DOTALL)
    holders = re.compile(r"\{\w+\}")
    assert [one for one, other in pairs if set(holders.findall(one)) != set(holders.findall(other))] == []
