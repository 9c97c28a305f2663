"""The rules look at every statement, however deep it stands."""

import ast

DEEP = """
class A:
    async def f(self):
        async with x:
            for y in z:
                while y:
                    if y: import a
                    elif z: import b
                    else: import c
                else: import d
            else: import e
        try: import f
        except E: import g
        else: import h
        finally: import i
        match y:
            case 1:
                def g(): return lambda: 1 if x else 2
"""


def test_no_statement_is_passed_over(source):
    one = source("agent/core/x.py", DEEP)
    assert set(one.statements) == {node for node in ast.walk(one.tree) if isinstance(node, ast.stmt)}
    assert len([node for node in one.statements if isinstance(node, ast.Import)]) == 9
