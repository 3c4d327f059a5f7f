"""Records of one kind that may be of the same thing, going by their names: in another order, spelling or script, with an
initial, or with a slip.

Every name is put under a few keys, and only names that share a key are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from briefing.checks.suggestions.phonetic_keys import consonants, is_arabic, plain, sound
from briefing.core.problems import Problem, Related
from briefing.corpus.linker import Corpus
from briefing.reading.yaml_parser import locate
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.record import Entity

SHORTEST, LONGEST = 7, 60  # letters of a name in which a slip is looked for; Iran is not Iraq
MOST_ALIKE = 20  # names under one key; where more meet, the key says little
ABOVE = ("parent", "within", "variant_of", "country", "maker", "origin")  # a thing and what it belongs to are two

Named = tuple[str, str, str]  # id, name as written, plain name


def similar_entities(corpus: Corpus) -> Iterator[Problem]:
    """Each pair once, at the record whose id comes later."""
    for kind in KINDS:
        if not issubclass(kind, Entity):
            continue
        entities = [record for record in corpus.written() if type(record) is kind and record.status != "withdrawn"]
        for (one, other), reason in sorted(_pairs(entities).items()):
            if not _belong(corpus, one, other):
                place = locate(corpus.documents[other], "name")
                related = (Related(locate(corpus.documents[one], "name"), f"`{one}`"),)
                message = f"`{other}` may be the same {kind.KIND} as `{one}`: {reason}"
                hint = "if it is, make one record of the two, with the other id among its `former_ids`"
                yield Problem(place, "similar-entities", message, hint, related)


def _pairs(entities: Sequence[Entity]) -> Mapping[tuple[str, str], str]:
    """The ids of those that are alike, the smaller first, with the reason."""
    shared: dict[tuple[str, str], dict[Named, None]] = defaultdict(dict)
    for entity in entities:
        for url in entity.same_as:
            shared["address", url][entity.id, url, url] = None
        for name in (entity.name, *entity.aliases):
            bare = plain(name)
            for rule, key in _keys(bare):
                shared[rule, key][entity.id, name, bare] = None
    pairs: dict[tuple[str, str], str] = {}
    for (rule, _), members in shared.items():
        if len(members) > MOST_ALIKE:
            continue
        for one in members:
            for other in members:
                if one[0] < other[0] and (reason := _reason(rule, one, other)):
                    pairs.setdefault((one[0], other[0]), reason)
    return pairs


def _keys(name: str) -> Iterator[tuple[str, str]]:
    """(rule, key): what a plain name has in common with those that are like it."""
    words = name.split()
    if not words:
        return
    yield "name", " ".join(sorted(words))
    if len(sounds := sound(name)) >= SHORTEST - 2:
        yield "sound", sounds
    if len(letters := consonants(name)) >= 4:
        yield "script", letters
    if len(words) > 1:
        yield "initial", f"{words[-1]} {words[0][0]}"
    if SHORTEST <= len(name) <= LONGEST:
        yield "slip", name
        for at in range(len(name)):
            yield "slip", name[:at] + name[at + 1 :]


def _reason(rule: str, one: Named, other: Named) -> str:
    """Why two names under one key may be the same, or nothing."""
    (_, written, name), (_, its_written, its_name) = one, other
    both = f"“{written}” and “{its_written}”"
    if rule == "address":
        return f"both are {written} elsewhere"
    if rule == "name":
        return f"both are called “{written}”" if written == its_written else f"{both} are the same name"
    if rule == "sound":
        return f"{both} sound the same"
    if rule == "script":
        return f"{both} may be the same name in two scripts" if is_arabic(name) != is_arabic(its_name) else ""
    if rule == "initial":
        first, its_first = name.split()[0], its_name.split()[0]
        return f"{both} have the surname and the initial in common" if 1 in (len(first), len(its_first)) else ""
    return f"{both} differ by one letter" if _one_slip(name, its_name) else ""


def _one_slip(name: str, other: str) -> bool:
    """Whether two names differ by one letter, changed, left out or exchanged with the next; numbers tell things apart."""
    digits = [[c for c in text if c.isdigit()] for text in (name, other)]
    if name == other or digits[0] != digits[1]:
        return False
    if len(name) != len(other):
        return abs(len(name) - len(other)) == 1
    unlike = [at for at, (a, b) in enumerate(zip(name, other, strict=True)) if a != b]
    first, last = unlike[0], unlike[-1]
    return first == last or (last == first + 1 and name[first] == other[last] and name[last] == other[first])


def _belong(corpus: Corpus, one: str, other: str) -> bool:
    """Whether one is part of the other, or a variant of it."""
    return any(getattr(corpus[a], field, "") == b for a, b in ((one, other), (other, one)) for field in ABOVE)
