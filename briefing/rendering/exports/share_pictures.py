"""What others show when they link to the site: a picture of 1200 by 630 for the site, and one for each briefing.

Pillow draws them, in the site's own font and colours, and is imported only for that; where it is not installed there are
none. The same release of Pillow gives the same bytes everywhere: it lays out the text itself, by the simplest of its ways.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from briefing.core.problems import Location, Problem
from briefing.rendering.components.html_components import Components
from briefing.rendering.exports.site_files import Site, StaticFiles
from briefing.rendering.page import HEIGHT, SITE_IMAGE, WIDTH
from briefing.rendering.pages import Spec
from briefing.rendering.render_failed import RenderFailed
from briefing.rendering.view.record_summary import cut, first_sentence
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds.briefing import BriefingNote

MISSING = (
    "Pillow is not installed: the site has no pictures for those who link to it (pip install 'briefing-site[images]')"
)
MARGIN = 72
LARGEST_TITLE, SMALLEST_TITLE = 76, 46
COLOURS = 48  # all that four inks on one paper and the edges of their letters need
PAPER, INK, QUIET, LINE, ACCENT = "#fdfcfa", "#1b1916", "#5c564d", "#dad4c8", "#8a2b1b"
# Which characters each has is asked of the font itself, so that no box stands for one that it has not.
FONTS = tuple(f"static/fonts/source-serif-4-{part}.woff2" for part in ("latin", "latin-ext", "cyrillic"))


@cache
def can_draw() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    if not can_draw():
        return
    yield Spec(SITE_IMAGE, "image")
    for id in tracked.ids(BriefingNote):
        if tracked.is_published(id):
            yield Spec(f"{BriefingNote.FOLDER}/{id}.png", "image", id)


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes]:
    config = components.tracked.config
    if not spec.subject_id:
        return (_drawn(_fonts(site.static), "", config.title, config.description, "", config.publisher),)
    note = components.record(spec.subject_id)
    first = first_sentence(components.plain(note.bottom_line))
    return (
        _drawn(_fonts(site.static), f"Briefing, {note.date.words}", note.title, first, config.title, config.publisher),
    )


def _fonts(static: StaticFiles) -> dict[str, bytes]:
    """The site's fonts by path: what is shipped, or what the project has in its place."""
    return {name: data for name in FONTS if (data := static.read(name)) is not None}


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Blame a font for whatever Pillow raises while it reads it or draws with it: a damaged one may fail at any letter."""
    try:
        yield
    except Exception as error:
        message = f"this file is no font that can be read ({error})"
        hint = "put a whole font file there, or delete it: the shipped one then stands in its place"
        where = Location(f"templates/{name}", 1, 1)
        raise RenderFailed(name, Problem(where, "unreadable-font", message, hint)) from error


def _drawn(fonts: Mapping[str, bytes], above: str, title: str, text: str, name: str, publisher: str) -> bytes:
    """A PNG: what it is, its title, a sentence, and whose it is; what the font cannot show is left out."""
    from PIL import Image, ImageDraw

    type_ = _Type(fonts)
    above, title, text, name, publisher = map(type_.drawable, (above, title, text, name, publisher))
    if not title:
        above, title = "", above
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 11), fill=INK)
    foot = HEIGHT - 96
    draw.line((MARGIN, foot, WIDTH - MARGIN, foot), fill=LINE, width=2)
    shown = " · ".join(part for part in (name, publisher) if part)
    line = (type_.wrapped(shown, 28, 500, WIDTH - 2 * MARGIN, 1) or [""])[0]
    type_.write(draw, (MARGIN, foot + 52), line, 28, 500, QUIET)
    y = 92 if above else 130
    if above:
        type_.write(draw, (MARGIN, y + 14), above, 28, 600, ACCENT)
        y += 52
    size = _size(type_, title)
    for line in type_.wrapped(title, size, 640, WIDTH - 2 * MARGIN, 4):
        y += round(size * 1.16)
        type_.write(draw, (MARGIN, y - round(size * 0.24)), line, size, 640, INK)
    y += 26
    room = (foot - 24 - y) // 46
    for line in type_.wrapped(text, 33, 400, WIDTH - 2 * MARGIN, min(room, 4)):
        y += 46
        type_.write(draw, (MARGIN, y - 8), line, 33, 400, INK)
    kept = BytesIO()
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        kept, "PNG", compress_level=9
    )
    return kept.getvalue()


def _size(type_: _Type, title: str) -> int:
    """The largest at which a title has two lines, so that the sentence below has room; where it would be small, three."""
    for lines, smallest in ((2, 58), (3, SMALLEST_TITLE)):
        for size in range(LARGEST_TITLE, smallest - 1, -6):
            if len(type_.wrapped(title, size, 640, WIDTH - 2 * MARGIN, lines + 1)) <= lines:
                return size
    return SMALLEST_TITLE


class _Type:
    """Sets text in the site's font, which is in several files by script."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._names = tuple(files)
        self._fonts: dict[tuple[int, int], list[Any]] = {}
        self._parts: dict[str, int] = {}  # by character: which file has it, -1 for none

    def _of(self, size: int, weight: int) -> list[Any]:
        from PIL import ImageFont

        fonts = self._fonts.get((size, weight))
        if fonts is None:
            fonts = []
            for name, data in self._files.items():
                with _naming(name):
                    fonts.append(ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC))
                with suppress(OSError):  # a font of one weight
                    fonts[-1].set_variation_by_axes([weight])
            self._fonts[size, weight] = fonts
        return fonts

    def _part(self, character: str) -> int:
        """The file that has a character. What a font has not it shows all in the same way, as it does U+FFFF, which is none."""
        part = self._parts.get(character)
        if part is None:
            part = next((at for at, font in enumerate(self._of(20, 400)) if self._has(at, font, character)), -1)
            self._parts[character] = part
        return part

    def _has(self, part: int, font: Any, character: str) -> bool:
        with _naming(self._names[part]):
            return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))

    def _length(self, part: int, run: str, size: int, weight: int) -> float:
        with _naming(self._names[part]):
            return float(self._of(size, weight)[part].getlength(run))

    def drawable(self, text: str) -> str:
        """A text without the signs that the font has not; nothing of it where those are letters."""
        missing = {character for character in text if self._part(character) < 0}
        if any(unicodedata.category(character)[0] in "LM" for character in missing):
            return ""
        return " ".join("".join(character for character in text if character not in missing).split())

    def _runs(self, text: str) -> Iterator[tuple[int, str]]:
        """(which file, characters) of a text, piece by piece; a space goes with what is before it."""
        start, last = 0, -1
        for at, character in enumerate(text):
            part = last if character == " " and last >= 0 else max(0, self._part(character))
            if part != last and at:
                yield last, text[start:at]
                start = at
            last = part
        if text:
            yield last, text[start:]

    def width(self, text: str, size: int, weight: int) -> float:
        return sum(self._length(part, run, size, weight) for part, run in self._runs(text))

    def write(self, draw: Any, at: tuple[float, float], text: str, size: int, weight: int, colour: str) -> None:
        """A line, of which `at` is the left end of the base."""
        x, y = at
        for part, run in self._runs(text):
            with _naming(self._names[part]):
                draw.text((x, y), run, fill=colour, font=self._of(size, weight)[part], anchor="ls")
            x += self._length(part, run, size, weight)

    def wrapped(self, text: str, size: int, weight: int, width: int, most: int) -> list[str]:
        """Lines no wider than so much, and no more than so many; the last says where something is left out."""
        lines: list[str] = []
        words = text.split()
        while words and len(lines) < most:
            count = 1
            while count < len(words) and self.width(" ".join(words[: count + 1]), size, weight) <= width:
                count += 1
            line = " ".join(words[:count])
            if self.width(line, size, weight) > width:  # one word: cut where it no longer fits
                length = next(
                    n for n in range(len(line), 0, -1) if n == 1 or self.width(line[:n], size, weight) <= width
                )
                line, words[:1] = line[:length], [line[length:]]
            else:
                del words[:count]
            lines.append(line)
        if words and lines:
            last = lines[-1]
            while last and self.width(f"{last}…", size, weight) > width:
                last = cut(last, len(last) - 1).rstrip("…") or last[:-1]
            lines[-1] = f"{last.rstrip(' ,;:.')}…"
        return lines
