"""What looks like a secret in the settings of other programs, where nobody said which values are.

Guessed to the safe side: a value that is taken for a secret by mistake only has to be typed again to be changed.
"""

import re
from urllib.parse import urlsplit

_NAMES = re.compile(
    r"(?:key|token|secret|passw|pwd|passphrase|credential|auth|bearer|cookie|session|private|signature|dsn|"
    r"conn(?:ection)?_?str|database_url|webhook|pat$)",
    re.IGNORECASE,
)
_PLAIN_NAMES = re.compile(r"(?:public_?key|key_?(?:id|file|path)|token_?(?:limit|count|type)|author)$", re.IGNORECASE)
# What the best-known providers' keys begin with, and the shape of a signed token.
_VALUES = re.compile(
    r"(?:sk|pk|rk)[-_][A-Za-z0-9_-]{12,}|gh[opusr]_\w{16,}|github_pat_\w+|glpat-[\w-]+|xox[abeoprs]-[\w-]+|"
    r"AKIA[0-9A-Z]{12,}|AIza[\w-]{20,}|ya29\.[\w.-]+|eyJ[\w-]{8,}\.[\w-]+\.?[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY|"
    r"(?:secret|ntn|lin_api|figd|hf|npm|pypi|shpat|SG|dop_v1|tvly|BSA)[-_.][\w.-]{12,}|Bearer\s+\S+|Basic\s+\S+",
)
_LONG = re.compile(r"[A-Za-z0-9+/_=-]{24,}")


def is_secret_name(name: str) -> bool:
    """Whether what is called so is probably a secret: "API_KEY", "Authorization", "DATABASE_URL"."""
    return bool(_NAMES.search(name)) and not _PLAIN_NAMES.search(name)


def is_secret_value(value: str) -> bool:
    """Whether the text is probably one: it begins as keys do, is a long mixture of letters and digits, or an address
    with a password in it.
    """
    text = value.strip()
    if _VALUES.match(text):
        return True
    if _LONG.fullmatch(text):
        kinds = (any(map(test, text)) for test in (str.isdigit, str.islower, str.isupper))
        return sum(kinds) == 3 or bool(re.fullmatch(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{32,}", text))
    return _has_password(text)


def _has_password(text: str) -> bool:
    try:
        return bool(urlsplit(text).password)
    except ValueError:
        return False
