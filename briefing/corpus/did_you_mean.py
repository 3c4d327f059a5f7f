"""Which record an id is likely to mean that no record has: by likeness to ids, names, aliases and former ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.core.text import closest, shortened, slug
from briefing.schema.fields import Reference
from briefing.schema.record_parser import ParsedRecord

MOST = 40  # looking for a near id among ten thousand takes a while; a wrong list of ids would take minutes


class Suggestions:
    """Hints for references to records that are not there, or of the wrong kind."""

    def __init__(self, shaped: Sequence[ParsedRecord]) -> None:
        self._shaped = shaped
        self._left = MOST
        self._named: dict[str, ParsedRecord] = {}
        self._renamed = {former: one for one in shaped if one.record for former in one.record.former_ids}

    def for_unknown(self, reference: Reference) -> str:
        """What a reference to no record is likely to mean."""
        if reference.target in self._renamed:
            return f"it is now called `{self._renamed[reference.target].id}`"
        wanted = reference.kinds[0] if len(reference.kinds) == 1 else "record"
        return self._meant(reference) or f"write the {wanted} first, or mend the id"

    def of_kind(self, reference: Reference) -> str:
        """Records of the right kind with a like name, such as the government of a country."""
        return self._meant(reference) or f"write the id of a record of the kind {' or '.join(reference.kinds)}"

    def _meant(self, reference: Reference) -> str:
        """A question that names the records likely to be meant, or nothing."""
        self._left -= 1
        if self._left < 0:
            return ""
        names, written = self._names(), slug(reference.target.rpartition("/")[2].removesuffix(".yaml"))
        allowed = [name for name, one in names.items() if not reference.kinds or one.kind.KIND in reference.kinds]
        near = closest(written, allowed)
        meant = [names[near]] if near else self._of_words(written, allowed)
        return f"did you mean {' or '.join(map(_described, meant))}?" if 1 <= len(meant) <= 3 else ""

    def _names(self) -> Mapping[str, ParsedRecord]:
        """Every record by its id, and by its name and aliases written as ids."""
        if not self._named:
            for one in self._shaped:
                for name in (getattr(one.record, "name", ""), *getattr(one.record, "aliases", ())):
                    self._named.setdefault(slug(name), one)
            self._named.update({one.id: one for one in self._shaped})
            self._named.pop("", None)
        return self._named

    def _of_words(self, written: str, names: Sequence[str]) -> list[ParsedRecord]:
        """The records with a name that has every word of what was written, such as a surname."""
        words = set(written.split("-"))
        like = [self._named[name] for name in names if words <= set(name.split("-"))]
        return list({one.id: one for one in like}.values())


def _described(one: ParsedRecord) -> str:
    label = shortened(one.record.label) if one.record else ""
    return f"`{one.id}` ({label}, {one.kind.KIND})" if label else f"`{one.id}` ({one.kind.KIND})"
