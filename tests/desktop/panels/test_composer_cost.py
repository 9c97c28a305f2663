"""What the next words will probably cost stands in the composer, also when several drafts are made."""

from desktop.views.composer import Composer, ComposerState
from desktop.wire.messages import TaskForecast


def test_the_forecast_counts_all_drafts(qtbot):
    composer = Composer()
    qtbot.addWidget(composer)
    composer.show_state(ComposerState(forecast=TaskForecast("≈ $0.02 – $0.15", "8 tasks like this one.")))
    assert composer.forecast.text() == "≈ $0.02 – $0.15"
    composer.thorough.setChecked(True)
    assert composer.forecast.text() == "≈ $0.02 – $0.15 × 3"
    assert "three times" in composer.forecast.accessibleName()
    composer.thorough.setChecked(False)
    assert composer.forecast.text() == "≈ $0.02 – $0.15"
