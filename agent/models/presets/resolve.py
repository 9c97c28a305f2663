"""From what the person set up to what the wire needs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from agent.core.errors import NeedsUserError
from agent.core.ports import Traits
from agent.core.words import Words
from agent.models.catalog import ModelConfig
from agent.models.dialect import Dialect, Protocol
from agent.models.presets.options import checked_options, options_of
from agent.models.presets.preset import ON, Asked, Preset, VideoWay
from agent.models.presets.table import preset, preset_at


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the wire needs. `outward`: its provider may reach the web with what is said, because that is switched on."""

    preset: Preset
    protocol: Protocol
    base_url: str
    dialect: Dialect
    traits: Traits
    outward: bool = False

    @property
    def video(self) -> VideoWay:
        """How this model takes a whole video."""
        return self.preset.video if self.traits.watches else VideoWay.NONE


def resolved(config: ModelConfig) -> Resolved:
    """The Dialect and Traits of a configured model. A known address without a preset counts as its system.

    Raises:
        NeedsUserError: "unknown_preset" or "bad_option" (the file was written by another version).
    """
    system = preset(config.preset) if config.preset else preset_at(config.base_url)
    protocol = Protocol(config.protocol)
    options = checked_options(system, config.model, config.options, protocol)
    asked = Asked(config.model.strip().lower(), system.family(config.model), protocol, options)
    outward = any(option.outward and options.get(option.name) == ON for option in options_of(system, config.model))
    traits = asked.family.traits
    traits = replace(traits, context=config.context) if config.context else traits
    return Resolved(system, protocol, config.base_url, system.dialect(asked), traits, outward)


def configured(name: str, system: Preset, *, given: ModelConfig) -> ModelConfig:
    """A whole configuration for a model of `system`: what `given` leaves empty is filled in from the preset.

    Raises:
        NeedsUserError: "bad_option"; "bad_address" or "bad_name" when only the person can know it.
    """
    model = given.model or next(iter(system.offers), "")
    protocol = Protocol(given.protocol) if given.protocol else _protocol(system, model, given.options)
    options = checked_options(system, model, given.options, protocol)
    base_url = given.base_url or _address(system, protocol, options.get("region", ""))
    return replace(
        given, name=name, preset=system.id, model=model, protocol=protocol.value, base_url=base_url, options=options
    )


def _protocol(system: Preset, model: str, options: Mapping[str, str]) -> Protocol:
    """The usual one, unless a chosen tool of the provider needs another."""
    usual = next(iter(system.protocols), Protocol.CHAT)
    runs = {ability.value for ability in system.family(model).runs}
    wanted = any(options.get(name) == ON for name in runs)
    return next(iter(system.runs_over), usual) if wanted and usual not in system.runs_over else usual


def _address(system: Preset, protocol: Protocol, region: str) -> str:
    fitting = [one for one in system.addresses if one.protocol is protocol and region in ("", one.region)]
    if not fitting:
        words = Words(
            f"{system.title.en} has no known address for {protocol.value}.",
            f"{system.title.ja}には、{protocol.value} 用の既定のアドレスがありません。",
        )
        raise NeedsUserError(words, Words("Give the address.", "アドレスを指定してください。"), "bad_address")
    return fitting[0].url
