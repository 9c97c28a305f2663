"""What a chart is made of: its series, and what is written around them."""

from dataclasses import dataclass

from agent.documents.xlsx.chart_values import Drawn

COLUMN, BAR, LINE, AREA, PIE, DOUGHNUT, SCATTER = "column", "bar", "line", "area", "pie", "doughnut", "scatter"
ROUND = frozenset({PIE, DOUGHNUT})


@dataclass(frozen=True, slots=True)
class Series:
    """Values that are drawn alike: as what, on the second axis or not, in which colour (RRGGBB, "" for the theme's)."""

    kind: str
    values: Drawn
    categories: Drawn | None
    name: Drawn | str
    second: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart: its series and what is written around them. `stacked` is "", "stacked" or "percentStacked"."""

    series: tuple[Series, ...]
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    second_title: str = ""
    legend: str = "b"
    stacked: str = ""
    labels: bool = False
    number_format: str = ""
