"""From an installed package to what the person has set up."""

from dataclasses import replace
from pathlib import Path

import pytest

from agent.packages.package import Declared, Format, Need, Package, Setting, Transport
from connectors.bundles.entries import put_package
from connectors.bundles.starting import declared_of, form_of
from connectors.catalog import ConnectorCatalog

KEY, PORT = Setting("key", Need.HIDDEN, "Key"), Setting("port", Need.NUMBER, "Port")


def package(*names, arguments=("a.js",)):
    servers = tuple(Declared(name, Transport.STDIO, "node", arguments) for name in names)
    return Package("hello", Format.BUNDLE, Path(), "", "d", (), connectors=servers, settings=(KEY, PORT))


@pytest.fixture
def catalog(tmp_path):
    return ConnectorCatalog(tmp_path)


def test_what_a_package_brings_is_off_and_not_approved(catalog):
    (config,) = put_package(catalog, package("Say Hello"), {"key": "SECRET", "port": "1"})
    assert (config.id, config.title, config.pack) == ("say-hello", "Say Hello", "hello")
    assert (config.enabled, config.approved, config.settings, config.secrets) == (False, {}, {"port": "1"}, ("key",))
    assert declared_of(config).arguments == ("a.js",)
    assert form_of(config) == (KEY, PORT)
    assert catalog.list() == (config,)


def test_two_of_one_name_from_two_packages_are_two(catalog):
    put_package(catalog, package("a"))
    (other,) = put_package(catalog, replace(package("a"), name="other"))
    assert other.id == "a-2"


def test_a_new_version_keeps_what_the_person_filled_in_and_asks_again(catalog):
    (first,) = put_package(catalog, package("a"), {"key": "SECRET", "port": "1"})
    catalog.change(first.id, lambda one: replace(one, enabled=True, title="Mine", approved={"start": "x"}))
    (second,) = put_package(catalog, package("a", arguments=("b.js",)), {"port": "2"})
    assert (second.id, second.title, second.settings, second.secrets) == (first.id, "Mine", {"port": "2"}, ("key",))
    assert (second.enabled, second.approved) == (False, {})
    assert declared_of(second).arguments == ("b.js",)


def test_what_the_new_version_does_not_bring_is_forgotten(catalog):
    put_package(catalog, package("a", "b"))
    put_package(catalog, package("b", "c"))
    assert [one.id for one in catalog.list()] == ["b", "c"]
