"""The script that a confined interpreter begins with: it knows where our package lies, and nothing of the host."""

import sys
from importlib.machinery import ModuleSpec, SourceFileLoader

# This file is `agent/sandbox/linux/start.py`. The folder above `agent` is not searched: it may not be listed here.
_AGENT = __file__.rsplit("/", 3)[0]
if __name__ == "__main__":
    spec = ModuleSpec("agent", SourceFileLoader("agent", f"{_AGENT}/__init__.py"), is_package=True)
    spec.submodule_search_locations = [_AGENT]
    module = type(sys)("agent")
    module.__spec__, module.__path__, module.__file__ = spec, [_AGENT], f"{_AGENT}/__init__.py"
    sys.modules["agent"] = module
    from agent.sandbox.linux.launcher import main

    main(sys.argv[1:])
