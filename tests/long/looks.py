"""Every state of the window in every look below screenshots/: `pytest tests/long/looks.py [-k STATE]`."""

import pytest

from tests.desktop.conftest import play, theme  # noqa: F401  fixtures
from tests.desktop.test_look import STATES, draw_state
from tests.desktop.test_look_models import draw_pages

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
