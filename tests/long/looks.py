"""Every state of the window in every look below screenshots/: `pytest tests/long/looks.py [-k STATE]`."""

import pytest

from tests.desktop.conftest import play, theme  # noqa: F401  fixtures
from tests.desktop.document_looks import draw_documents
from tests.desktop.document_pairs import PAIRS
from tests.desktop.test_look import STATES, draw_state
from tests.desktop.test_look_models import draw_pages
from tests.desktop.test_look_outside import draw_connectors, draw_reviews, draw_skills

looks = pytest.mark.parametrize(
    ("dress", "language"), [(d, spoken) for d in ("light", "dark") for spoken in ("en", "ja")]
)


@looks
@pytest.mark.parametrize("state", STATES)
def test_a_state_is_drawn(play, qtbot, state, dress, language):  # noqa: F811
    draw_state(play, qtbot, state, dress, language)


@looks
def test_the_pages_of_models_are_drawn(play, dress, language):  # noqa: F811
    draw_pages(play, dress, language)


@looks
@pytest.mark.parametrize("draw", [draw_reviews, draw_skills, draw_connectors])
def test_the_pages_of_what_comes_from_outside_are_drawn(play, draw, dress, language):  # noqa: F811
    draw(play, dress, language)


@looks
@pytest.mark.parametrize("kind", PAIRS)
def test_two_versions_of_a_document_are_drawn(play, tmp_path, kind, dress, language):  # noqa: F811
    draw_documents(play, tmp_path, kind, dress, language)
