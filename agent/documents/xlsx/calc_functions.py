"""Functions of formulas by what a calculation or a file has to know of them.

The prefixes are those of [MS-XLSX] 2.2.2 (future functions): without them Excel shows #NAME?.
"""

import re
from collections.abc import Mapping

# Functions that came after Excel 2007, as a file holds them: "_xlfn." before the name.
_FUTURE = """
ACOT ACOTH AGGREGATE ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT
BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT
CHISQ.TEST CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC CSCH
DAYS DECIMAL DROP ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST
FIELDVALUE FILTERXML FLOOR.MATH FLOOR.PRECISE FORECAST.ETS FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY
FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS GROUPBY HSTACK
HYPGEOM.DIST IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH IMTAN ISFORMULA ISOMITTED
ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST
NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC
PERCENTOF PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI PIVOTBY POISSON.DIST QUARTILE.EXC QUARTILE.INC QUERYSTRING
RANDARRAY RANK.AVG RANK.EQ REDUCE REGEXEXTRACT REGEXREPLACE REGEXTEST RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SKEW.P
SORTBY STDEV.P STDEV.S STOCKHISTORY SWITCH T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE
TEXTJOIN TEXTSPLIT TOCOL TOROW TRIMRANGE UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST
WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR Z.TEST
"""
# These two carry a second one.
_DOUBLY = ("FILTER", "SORT")

PREFIXES: Mapping[str, str] = {
    **{name: f"_xlfn.{name}" for name in _FUTURE.split()},
    **{name: f"_xlfn._xlws.{name}" for name in _DOUBLY},
}
"""Each function that a file holds under a longer name, in capitals, and that name."""

VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "INFO", "CELL"})
"""Their results change although no cell does."""

OPAQUE = frozenset({"INDIRECT", "OFFSET"})
"""They read cells that their formula does not name."""

LISTING = frozenset(
    {"SUM", "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "MIN", "MINA", "MAX", "MAXA", "PRODUCT", "SUMSQ", "STDEV",
     "STDEV.S", "STDEVP", "STDEV.P", "VAR", "VAR.S", "VARP", "VAR.P", "MEDIAN"}
)  # fmt: skip
"""They take any number of references, each as if all of them were one."""

RESIZED = frozenset({"SUMIF", "AVERAGEIF"})
"""They read as many cells of their last range as of their first, whatever it tells."""

_CLOCKED = frozenset(
    {
        "DATE", "DATEVALUE", "DATEDIF", "DAY", "DAYS", "DAYS360", "EDATE", "EOMONTH", "HOUR", "ISOWEEKNUM", "MINUTE",
        "MONTH", "NETWORKDAYS", "NETWORKDAYS.INTL", "SECOND", "TEXT", "TIME", "TIMEVALUE", "VALUE", "WEEKDAY",
        "WEEKNUM", "WORKDAY", "WORKDAY.INTL", "YEAR", "YEARFRAC",
    }
)  # fmt: skip


def bare_name(word: str) -> str:
    """The name of a function in capitals without prefixes: "FILTER" of "_xlfn._xlws.FILTER"."""
    name = word.upper()
    return name.removeprefix("_XLFN.").removeprefix("_XLWS.") if name.startswith("_X") else name


_LOCAL = frozenset(
    {"ASC", "DATESTRING", "DATEVALUE", "DBCS", "DOLLAR", "FINDB", "JIS", "LEFTB", "LENB", "MIDB", "NUMBERSTRING",
     "NUMBERVALUE", "PHONETIC", "REPLACEB", "RIGHTB", "SEARCHB", "TIMEVALUE", "VALUE", "YEN"}
)  # fmt: skip
_NOT_EMPTY = re.compile(r"\"<>\"(?!\s*&)")
_CALLED = re.compile(r"\"((?:[^\"]|\"\")*)\"|([^\W\d][\w.]*)\s*\(")
# Names of days and months, eras and currencies in a number format.
_LOCAL_FORMAT = re.compile(r"[aegbn\[$¥]|m{3}|d{3}", re.IGNORECASE)


def called(formula: str) -> set[str]:
    """The names of the functions that a formula calls, without prefixes."""
    return {bare_name(name) for _, name in _CALLED.findall(formula)} - {""}


def counts_days(formula: str) -> bool:
    """Whether it counts days from 1900, as the libraries do, which is wrong in a workbook that counts from 1904."""
    return bool(called(formula) & _CLOCKED)


def misses_empty_cells(formula: str, *, told: bool) -> bool:
    """Whether IronCalc 0.9.1 may count too little: for "not equal to x" it leaves out empty cells, which Excel counts.

    `told`: a cell holds such a criterion. "<>" alone means "not empty": there both count alike.
    """
    return (told or "<>" in _NOT_EMPTY.sub("", formula)) and bool(called(formula) & {"COUNTIF", "COUNTIFS"})


def is_local(formula: str) -> bool:
    """Whether a result depends on the language or country of the program that computes it."""
    names = called(formula)
    texts = [text for text, _ in _CALLED.findall(formula)]
    return bool(names & _LOCAL) or ("TEXT" in names and any(_LOCAL_FORMAT.search(text) for text in texts))
