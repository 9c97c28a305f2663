"""All Evaluations, at least one for each built-in pack."""

from tests.evaluations.others import OTHERS
from tests.evaluations.papers import PAPERS
from tests.evaluations.sheets import SHEETS

EVALUATIONS = (*PAPERS, *SHEETS, *OTHERS)
