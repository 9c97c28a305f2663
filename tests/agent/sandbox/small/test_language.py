"""What is said of the interpreter's library is what its worker says."""

import ast

from agent.sandbox.small.language import MISSING, MODULES


def test_every_name_that_is_promised_can_be_imported(shared):
    wrong = "wrong = []\n"
    for module, names in MODULES.items():
        if module == "__future__":
            continue
        for name in sorted(names):
            wrong += (
                f"try:\n    from {module} import {name}\nexcept ImportError:\n    wrong.append('{module}.{name}')\n"
            )
    half = len(wrong) // 2
    cut = wrong.index("try:", half)
    assert shared.run(wrong[:cut] + "\nwrong").value == "[]"
    assert shared.run("wrong = []\n" + wrong[cut:] + "\nwrong").value == "[]"


def test_every_builtin_that_is_said_to_be_missing_is(shared):
    found = "found = []\n"
    for name in sorted(MISSING):
        found += f"try:\n    {name}\n    found.append('{name}')\nexcept NameError:\n    pass\n"
    # These have a name there and can do nothing, or less than in Python.
    allowed = {"SystemExit", "object", "compile"}
    assert set(ast.literal_eval(shared.run(found + "found").value)) <= allowed
