"""Requests about packages from outside: look, install exactly what was shown, remove."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

from agent.core.errors import NeedsUserError
from agent.core.words import Words
from agent.packages.package import Package
from agent.packages.store import Record, State
from desktop.compose.member_texts import MemberText, installed_text, text_of
from desktop.compose.packages import Packages, Review
from desktop.host.front import Answerer, Front
from desktop.host.package_views import member_view, refusal_of, review_view
from desktop.host.skill_views import skills_view, slash_names
from desktop.wire import messages as wire

_GONE = Words("What was shown is not there any more.", "確認した内容が、すでに削除されています。")
_AGAIN = Words("Open it again, and look at what it is now.", "もう一度開いて、現在の内容をご確認ください。")
_USE = Words("“{name}” is installed. Begin your words with /{key} to use it.",
             "「{name}」をインストールしました。/{key} に続けて指示を入力すると使用できます。")  # fmt: skip
_CONNECT = Words("“{name}” is installed. Its connector is off until you approve how it is started.",
                 "「{name}」をインストールしました。起動方法を承認するまで、コネクタはオフのままです。")  # fmt: skip
_DONE = Words("“{name}” is installed.", "「{name}」をインストールしました。")


class PackageRequests:
    """What is under review is known by its digest as long as this process lives; the files wait in the quarantine."""

    def __init__(self, front: Front, packages: Packages) -> None:
        self._front, self._packages = front, packages
        self._reviews: dict[str, Review] = {}
        self._one = asyncio.Lock()

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.ReviewPackage: self.review,
            wire.InstallPackage: self.install,
            wire.DiscardPackage: self.discard,
            wire.ReadMember: self.member,
            wire.RemovePackage: self.remove,
        }

    async def review(self, request: wire.ReviewPackage) -> wire.ReviewView:
        """Look at what lies there, in the quarantine."""
        review = await asyncio.to_thread(self._looked, request)
        old = self._reviews.get(review.package.digest)
        if old is not None:
            await asyncio.to_thread(self._packages.discard, old)
        self._reviews[review.package.digest] = review
        return review_view(review, self._front.language)

    def _looked(self, request: wire.ReviewPackage) -> Review:
        if not request.installed:
            mark = "&" if "#" in request.source else "#"
            chosen = mark + urlencode({"plugin": request.plugin}) if request.plugin else ""
            return self._packages.review(request.source + chosen)
        record = self._packages.store.named(request.installed)
        if self._packages.store.state(record) is State.WELL:
            return self._packages.review_update(request.installed)
        return self._packages.review_again(request.installed)

    async def install(self, request: wire.InstallPackage) -> wire.Installed:
        """Keep it: the person approved this digest. One at a time."""
        review = self._known(request.digest)
        if (refused := refusal_of(review)).en:
            raise NeedsUserError(refused, _AGAIN, "no_use")
        async with self._one:
            record = await asyncio.to_thread(self._packages.install, review, request.digest, request.values)
        self._reviews.pop(request.digest, None)
        return await asyncio.to_thread(self._installed, record, review)

    async def discard(self, request: wire.DiscardPackage) -> wire.Done:
        """Nothing of it stays."""
        review = self._reviews.pop(request.digest, None)
        if review is not None:
            await asyncio.to_thread(self._packages.discard, review)
        return wire.Done()

    async def member(self, request: wire.ReadMember) -> wire.MemberText:
        """A file of a package under review."""
        review = self._known(request.digest)
        package, update = review.package, review.update
        if update is not None and request.name in {*update.changed, *update.removed}:
            return await asyncio.to_thread(self._compared, package, request.name)
        member = next((one for one in package.members if one.name == request.name), None)
        if member is None:
            raise NeedsUserError(_GONE, _AGAIN, "other_digest")
        return member_view(await asyncio.to_thread(text_of, package.folder, member.name, member.kind))

    async def remove(self, request: wire.RemovePackage) -> wire.SkillsView:
        """With all that it brought."""
        async with self._one:
            for config in self._packages.connectors.catalog.of_pack(request.name):
                await self._front.house.connectors.forget(config.id)  # its process ends before its files go
            await asyncio.to_thread(self._packages.remove, request.name)
        return await asyncio.to_thread(skills_view, self._front, self._packages, request.session)

    def _compared(self, package: Package, name: str) -> wire.MemberText:
        before = installed_text(self._packages.store, package.name, name)
        kept = any(one.name == name for one in package.members)
        return member_view(text_of(package.folder, name) if kept else MemberText(name, ""), before)

    def _known(self, digest: str) -> Review:
        if digest not in self._reviews:
            raise NeedsUserError(_GONE, _AGAIN, "other_digest")
        return self._reviews[digest]

    def _installed(self, record: Record, review: Review) -> wire.Installed:
        package, language = review.package, self._front.language
        brought = (*(one.name for one in package.skills), *package.prompts)
        names = slash_names(self._front.house.skilled.shelf.found(()))
        keys = tuple(filter(None, (names.get(f"{record.name}:{one}") for one in brought)))
        connectors = tuple(one.id for one in self._packages.connectors.catalog.of_pack(record.name))
        name = record.title or record.name
        words = _CONNECT if connectors else _USE if keys else _DONE
        sentence = words.of(name=name, key=keys[0] if keys else "").text(language)
        return wire.Installed(record.name, sentence, keys, connectors)
