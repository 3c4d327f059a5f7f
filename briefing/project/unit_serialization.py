"""Units, with their records and problems, to plain tuples and back, as processes hand them to each other by `marshal`.

A packer is made from the same declarations that shaping works by, once for each class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, fields
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from briefing.core.problems import Location, Problem, Related
from briefing.core.values import Quantity
from briefing.project.source_unit import SourceUnit
from briefing.schema import edtf
from briefing.schema.fields import DateText, Many, OneOf, QuantityMapping, Struct, Type, fields_of
from briefing.schema.kinds import KIND_NAMED, KINDS
from briefing.schema.record_parser import ParsedRecord, Pointer

Convert = Callable[[Any], Any]


class Packer(NamedTuple):
    """`pack` makes a tuple of plain values of a class's instance, `unpack` the same instance again."""

    pack: Convert
    unpack: Convert


@cache
def packer(cls: Any) -> Packer:
    """The packer of a frozen dataclass with slots whose fields are declared with `spec`."""
    names = tuple(field.name for field in fields(cls))
    declared = {field.name: field.type for field in fields_of(cls).values()} if cls is not Quantity else {}
    special = [(at, both) for at, name in enumerate(names) if (both := _of_type(declared.get(name)))]
    setters = [getattr(cls, name).__set__ for name in names]  # past the freezing, which is for everybody else
    get, new = attrgetter(*names), cls.__new__

    def pack(instance: Any) -> tuple[Any, ...]:
        values = get(instance)
        if special:
            plain = list(values)
            for at, both in special:
                if plain[at]:
                    plain[at] = both.pack(plain[at])
            return tuple(plain)
        return values  # type: ignore[no-any-return]

    def unpack(values: tuple[Any, ...]) -> Any:
        instance = new(cls)
        for setter, value in zip(setters, values, strict=True):
            setter(instance, value)
        for at, both in special:
            if values[at]:
                setters[at](instance, both.unpack(values[at]))
        return instance

    return Packer(pack, unpack)


def _of_type(type: Type | None) -> Packer | None:
    """How a field's value is packed; None where it is plain already."""
    if isinstance(type, DateText):
        return Packer(attrgetter("text"), edtf.parse)
    if isinstance(type, QuantityMapping):
        return packer(Quantity)
    if isinstance(type, Struct):
        return packer(type.cls)
    if isinstance(type, OneOf):
        text, mapping = _of_type(type.text), _of_type(type.mapping)
        assert text is None and mapping is not None, "a bare text is kept as it is, a mapping as a tuple"
        return Packer(
            lambda value: value if isinstance(value, str) else mapping.pack(value),
            lambda plain: plain if isinstance(plain, str) else mapping.unpack(plain),
        )
    if isinstance(type, Many) and (each := _of_type(type.of)):
        return Packer(lambda values: tuple(map(each.pack, values)), lambda plain: tuple(map(each.unpack, plain)))
    return None


def pack_unit(unit: SourceUnit) -> tuple[Any, ...]:
    problems, remarks = unit.problems, unit.remarks
    return (
        unit.path,
        unit.digest,
        tuple(map(_pack_shaped, unit.shaped)),
        tuple(map(pack_problem, problems)) if problems else (),
        {id: tuple(map(pack_problem, found)) for id, found in remarks.items()} if remarks else {},
    )


def unpack_unit(plain: tuple[Any, ...]) -> SourceUnit:
    path, digest, shaped, problems, remarks = plain
    return SourceUnit(
        path,
        digest,
        tuple(map(_unpack_shaped, shaped)),
        tuple(map(unpack_problem, problems)),
        {id: tuple(map(unpack_problem, found)) for id, found in remarks.items()},
    )


def _pack_shaped(one: ParsedRecord) -> tuple[Any, ...]:
    record = None if one.record is None else packer(one.kind).pack(one.record)
    place = one.place
    return (
        one.id, one.kind.KIND, record, tuple(map(tuple, one.pointers)), one.file, one.index,
        (place.line, place.column, place.length), one.draft, one.structure,
    )  # fmt: skip


def _unpack_shaped(plain: tuple[Any, ...]) -> ParsedRecord:
    id, kind_name, packed, pointers, file, index, place, draft, structure = plain
    kind = KIND_NAMED[kind_name]
    record = None if packed is None else packer(kind).unpack(packed)
    return ParsedRecord(
        id, kind, record, tuple(map(Pointer._make, pointers)), file, index, Location(file, *place), draft, structure
    )


def pack_problem(problem: Problem) -> tuple[Any, ...]:
    related = tuple((astuple(r.location), r.message) for r in problem.related)
    return astuple(problem.location), problem.code, problem.message, problem.hint, related


def unpack_problem(plain: tuple[Any, ...]) -> Problem:
    place, code, message, hint, related = plain
    return Problem(Location(*place), code, message, hint, tuple(Related(Location(*at), said) for at, said in related))


def ready() -> None:
    """Make the packers of all kinds, so that processes forked later share them."""
    for kind in KINDS:
        packer(kind)
