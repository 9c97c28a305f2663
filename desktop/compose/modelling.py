"""Setting up models: from a preset, from a server that was found, with other options; and forgetting them."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace

from agent.models.catalog import PROTOCOLS, ModelConfig
from agent.models.discovery.found import FoundModel, Program, Server
from agent.models.discovery.search import PORTS
from agent.models.keys import checked_key
from agent.models.presets.preset import Preset
from agent.models.presets.resolve import configured
from agent.models.presets.table import preset, preset_at, presets
from desktop.compose.facts import BACKUP
from desktop.compose.house import House
from desktop.compose.missing import no_model


def kept(house: House, given: ModelConfig, key: str = "") -> str:
    """Keep a model, with what its preset knows, and its key. Says where the key is: kept, memory, or "" for none given.

    Raises:
        NeedsUserError: "unknown_preset", "bad_option", "bad_name", "bad_address", "bad_key"; "no_model" of a backup.
    """
    config = _backed(house, given)
    if key:
        checked_key(key)  # before anything is kept: a refused model leaves no key, a refused key no model
    house.models.add(config)
    return house.keys.keep(config.name, key) if key else ""


def completed(given: ModelConfig) -> ModelConfig:
    """What `given` leaves empty is filled in from its preset; without one, from the system at its address."""
    if given.protocol and given.protocol not in PROTOCOLS:
        return given  # the Catalog says what is wrong with it
    system = preset(given.preset) if given.preset else preset_at(given.base_url)
    return configured(given.name, system, given=_by_region(given, system))


def _by_region(given: ModelConfig, system: Preset) -> ModelConfig:
    """A usual address is said as its region, so that an option that needs another address of it can choose that."""
    known = next((one for one in system.addresses if one.url == given.base_url.rstrip("/")), None)
    if known is None or (given.protocol and given.protocol != known.protocol.value):
        return given
    there = {"region": known.region} if known.region else {}
    return replace(given, base_url="", protocol="", options={**there, **given.options})


def chosen(house: House, name: str, options: Mapping[str, str]) -> None:
    """Give a model other options; nothing else of it changes.

    Raises:
        NeedsUserError: "no_model", "bad_option".
    """
    config = house.models.find(name)
    if config is None:
        raise no_model(name)
    house.models.add(_backed(house, replace(config, options={BACKUP: "", **options})))


def _backed(house: House, given: ModelConfig) -> ModelConfig:
    """The whole configuration; who goes on when the model gives up is said like an option, else it stays."""
    options = dict(given.options)
    known = house.models.find(given.name)
    second = options.pop(BACKUP, known.fallback if known else "")
    if second and house.models.find(second) is None:
        raise no_model(second)
    return replace(completed(replace(given, options=options)), fallback=second)


def forgotten(house: House, name: str) -> None:
    """Forget a model, its key and its self-test."""
    house.models.remove(name)
    house.keys.forget(name)
    house.tests.forget(name)


def of_found(server: Server, model: FoundModel, taken: Iterable[str]) -> ModelConfig:
    """What a found model is set up as; its name is its id, with a number when that name is taken."""
    names = set(taken)
    tries = [model.id, *(f"{model.id} ({number})" for number in range(2, len(names) + 3))]
    name = next(one for one in tries if one not in names)
    return completed(ModelConfig(name, "", server.base_url, model.id, preset=server.program.value))


def system_of(config: ModelConfig) -> Preset:
    """The preset of a configured model; for one that this version does not know, what its address says."""
    known = {one.id for one in presets()}
    return preset(config.preset) if config.preset in known else preset_at(config.base_url)


def local_ports() -> Mapping[Program, int]:
    """Where servers on this computer are looked for: the usual ports, but for what DESKHAND_LOCAL_PORTS says.

    That is what a person with a server at another port sets: "ollama=11435,vllm=9000".
    """
    ports = dict(PORTS)
    for part in os.environ.get("DESKHAND_LOCAL_PORTS", "").split(","):
        program, _, number = part.strip().partition("=")
        if program in set(Program) and number.isdecimal() and 0 < int(number) < 65536:
            ports[Program(program)] = int(number)
    return ports
