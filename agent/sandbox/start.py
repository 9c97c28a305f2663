"""The script that a confined interpreter begins with: it knows where our package lies, and nothing of the host.

Its first argument is the module that takes everything away from this process, the rest are the arguments of its `main`.
"""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from os.path import dirname

# This file is `agent/sandbox/start.py`. The folder above `agent` is not searched: it may not be listed here.
_AGENT = dirname(dirname(__file__))  # noqa: PTH120  pathlib takes longer than all of this
if __name__ == "__main__":
    spec = ModuleSpec("agent", SourceFileLoader("agent", f"{_AGENT}/__init__.py"), is_package=True)
    spec.submodule_search_locations = [_AGENT]
    module = type(sys)("agent")
    module.__spec__, module.__path__, module.__file__ = spec, [_AGENT], f"{_AGENT}/__init__.py"
    sys.modules["agent"] = module
    sys.exit(import_module(sys.argv[1]).main(sys.argv[2:]))
