"""All attempts: a table for each kind of target. Section 3.2 of the research on safety has the first 26."""

from agent.sandbox.probe.files import FILES
from agent.sandbox.probe.macos import MACOS
from agent.sandbox.probe.network import NETWORK
from agent.sandbox.probe.processes import PROCESSES
from agent.sandbox.probe.small import SMALL
from agent.sandbox.probe.surroundings import SURROUNDINGS
from agent.sandbox.probe.system import SYSTEM
from agent.sandbox.probe.windows import WINDOWS

ATTEMPTS = (*FILES, *NETWORK, *PROCESSES, *SYSTEM, *SURROUNDINGS, *MACOS, *WINDOWS, *SMALL)
