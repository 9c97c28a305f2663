"""What a double-click opens is the same on every system, and what the window takes for a package."""

import plistlib
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop.views.panels.drops import PACKED

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
NAMESPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


def test_linux_knows_the_files_and_offers_the_program_for_all_of_them():
    types = ElementTree.parse(PACKAGING / "linux" / "deskhand.xml").getroot().findall(f"{NAMESPACE}mime-type")
    globs = {glob.get("pattern", "")[1:] for one in types for glob in one.findall(f"{NAMESPACE}glob")}
    assert globs == set(PACKED)
    told = (PACKAGING / "linux" / "deskhand.desktop").read_text("utf-8")
    (line,) = re.findall("^MimeType=(.*)$", told, re.MULTILINE)
    offered = set(line.split(";"))
    assert {one.get("type") for one in types} <= offered


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils are not installed")
def test_the_entry_keeps_to_the_format():
    words = ["desktop-file-validate", str(PACKAGING / "linux" / "deskhand.desktop")]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0


def test_windows_and_macos_know_the_same_files():
    keys = (PACKAGING / "windows" / "associations.reg").read_text("utf-8")
    assert set(re.findall(r"Classes\\(\.\w+)\\OpenWithProgids", keys)) == set(PACKED)
    told = plistlib.loads((PACKAGING / "macos" / "documents.plist").read_bytes())
    (documents,) = told["CFBundleDocumentTypes"]
    assert {f".{one}" for one in documents["CFBundleTypeExtensions"]} == set(PACKED)
