"""What stands against each threat, and how to take it away: the table of docs/security.md, and mutants of `make mutants`."""

from __future__ import annotations

from typing import NamedTuple


class Defence(NamedTuple):
    """`old` is the piece of `file`, in briefing/, without which the defence is gone; `tests` in `test_file` must then fail."""

    area: str
    threat: str
    defence: str
    file: str
    old: str
    new: str
    test_file: str
    tests: str  # what pytest's -k selects


_YAML, _TEXT, _PAGES, _FILES = (
    "Records that eat the machine",
    "Text that is not what it seems",
    "Content that becomes code",
    "Files and folders",
)
_FAIL, _PUBLISH, _PREVIEW, _TOLD, _CHAIN = "Failure", "Publishing", "The preview", "What is printed", "The supply chain"

DEFENCES = (
    Defence(_YAML, "anchors and merge keys that multiply (a billion laughs)", "anchors and aliases are refused before anything is composed",
            "reading/yaml_parser.py", 'if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):', "if False:", "test_read.py", "anchors"),
    Defence(_YAML, "tags that name Python objects", "tags are refused, and no type is ever resolved",
            "reading/yaml_parser.py", 'if getattr(event, "tag", None):', "if False:", "test_read.py", "anchors"),
    Defence(_YAML, "nesting that ends the parser's stack", "no deeper than 12 levels, counted without recursion",
            "reading/yaml_parser.py", "if depth > DEEPEST:", "if False:", "test_read.py", "nesting"),
    Defence(_YAML, "a huge file", "512 KB a file; no more is even read",
            "reading/decoder.py", "if len(data) > LARGEST_FILE:", "if False:", "test_read.py", "largest_size"),
    Defence(_YAML, "a file of countless records", "1,000 records a file",
            "reading/yaml_parser.py", "if len(nodes) > MOST_RECORDS:", "if False:", "test_read.py", "largest_number"),
    Defence(_YAML, "endless texts in fields", "each field has a length, said in docs/content-model.md",
            "schema/fields/text_fields.py", "if len(value) > longest:", "if False:", "test_shape.py", "bad_value"),
    Defence(_YAML, "a key that stands twice, of which readers of the source see the other", "duplicate keys are refused",
            "schema/fields/mapping_fields.py", "if key in seen:", "if False:", "test_shape.py", "bad_value"),
    Defence(_YAML, "thousands of brackets, from each of which the end of a link is sought", "only brackets that do begin a link reach the Markdown library",
            "rendering/markdown.py", 'lambda match: match["link"] or _BRACKET', "lambda match: match[0]", "test_adversarial.py", "one_mark_repeated or markdown_nested or pathological"),
    Defence(_YAML, "headings and rules by the thousand", "each gets an empty line around it, without which the library copies all the rest each time",
            "rendering/markdown.py", 'text = _BREAK.sub(r"\\n\\1\\n", text)', "pass", "test_adversarial.py", "one_mark_repeated"),
    Defence(_TEXT, "characters that reorder a line, so that it reads otherwise than it is", "bidirectional controls are refused",
            "reading/unicode_safety.py", 'elif match["bidi"]:', 'elif False and match["bidi"]:', "test_adversarial.py", "looks_like_another"),
    Defence(_TEXT, "joiners that make two names look alike", "joiners are refused where no script joins letters",
            "reading/unicode_safety.py", 'elif match["joiner"] and not _joins(text, match.start()):', "elif False:", "test_read.py", "character or joiner"),
    Defence(_TEXT, "a rule so strict that Persian, Hindi or emoji cannot be written", "joiners pass where letters join",
            "reading/unicode_safety.py", "if _JOINING.match(before):\n        return True", "pass", "test_adversarial.py", "legitimate_name"),
    Defence(_TEXT, "control characters that break feeds and terminals", "they are refused",
            "reading/unicode_safety.py", 'yield match.start(), "control-character", match[0][0]', "pass", "test_adversarial.py", "hostile_yaml or any_text"),
    Defence(_TEXT, "ids that look like others, or leave the folder", "ids are a to z, digits and single hyphens",
            "schema/fields/reference_fields.py", "if not _ID.fullmatch(id):", "if False:", "test_adversarial.py", "bad_id"),
    Defence(_TEXT, "ids that Windows cannot give a file", "they are reserved",
            "schema/fields/reference_fields.py", "if id in RESERVED_IDS:", "if False:", "test_adversarial.py", "bad_id"),
    Defence(_TEXT, "a right-to-left name that drags its neighbours along", "such names stand in `<bdi>`, or within Unicode's isolates where there is no HTML",
            "rendering/view/record_summary.py", 'Markup(f"<bdi{tag}{direction}>{shown}</bdi>")', "shown", "test_hostile_text.py", "kept_apart"),
    Defence(_PAGES, "HTML in a name or a title", "templates escape whatever is no Markup",
            "rendering/template_renderer.py", "return escape(value)", "return value", "test_hostile_text.py", "nothing_that_runs"),
    Defence(_PAGES, "HTML in Markdown", "raw HTML is text to the Markdown library",
            "rendering/markdown.py", '"html", "entity", "image_link"', '"entity", "image_link"', "test_markup.py", ""),
    Defence(_PAGES, "whatever HTML a Markdown library lets through", "an allow-list of tags, attributes and schemes, by an HTML parser",
            "rendering/markdown.py", 'attributes={"a": {"href"}, ', 'attributes={"a": {"href", "title", "onclick"}, "*": {"class", "id"}, ', "test_markup.py", "library_lets_through"),
    Defence(_PAGES, "links to `javascript:`", "a link leads to http, https or mailto, or is no link",
            "rendering/markdown.py", 'elif element.tag == "a" and not _ADDRESS.fullmatch(element.get("href", "")):', "elif False:", "test_markup.py", "only_to_an_allowed"),
    Defence(_PAGES, "`javascript:` in a field for addresses", "an address is complete, and http or https",
            "schema/fields/value_fields.py", "if value is None or URL.fullmatch(value):", "if True:", "test_shape.py", "bad_value"),
    Defence(_PAGES, "`</script>` in JSON-LD", "`<` is written as an escape there",
            "rendering/data/json_ld.py", '.replace("<", "\\\\u003c")', "", "test_hostile_text.py", "data_within or nothing_that_runs"),
    Defence(_PAGES, "markup in a feed", "feeds are escaped",
            "rendering/exports/feeds.py", 'f"<title>{escape(card.title)}</title>"', 'f"<title>{card.title}</title>"', "test_hostile_text.py", "keeps_its_shape"),
    Defence(_PAGES, "a formula in a table, which a spreadsheet would run", "an apostrophe stands before what begins like one",
            "rendering/exports/csv_tables.py", """return f"'{cell}" if cell""", """return cell if cell""", "test_tables.py", "no_cell_is_a_formula"),
    Defence(_PAGES, "a template of a project that shows what was withdrawn", "its texts are empty for whatever template",
            "rendering/pages/record_pages.py", 'dict.fromkeys(("summary", "body", "facts"), "")', '{"facts": ""}', "test_templates.py", "was_withdrawn"),
    Defence(_PAGES, "text that ends its line in the calendar", "whatever could end a line is a space there",
            "rendering/exports/calendar_file.py", 'return _BREAK.sub(" ", _SPECIAL', "return (lambda _, text: text)(0, _SPECIAL", "test_tables.py", "ends_its_line"),
    Defence(_FILES, "a link in content/ that leads to somebody's secrets", "symbolic links are refused in content/",
            "reading/scanner.py", 'elif entry.is_symlink():\n            seen.strays.append(("link", f"{path}/{name}", ""))', "elif False:\n            pass", "test_read.py", "link"),
    Defence(_FILES, "an archived text that is a link", "it is not followed",
            "reading/reader.py", 'os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)', "os.O_RDONLY", "test_quotes.py", "link"),
    Defence(_FILES, "a folder that is somebody else's, named as output", "a folder that holds anything not in its own list of sums is refused",
            "build/output/output_writer.py", "        if foreign:\n", "        if False:\n", "test_write.py", "home_folder or no_build_wrote"),
    Defence(_FILES, "a list of sums that names files elsewhere, to have them deleted", "paths in it that leave the folder count for nothing",
            "build/output/output_writer.py", "for path, digest in listed.items() if is_inside(path)}", "for path, digest in listed.items()}", "test_write.py", "tampered"),
    Defence(_FILES, "a link in the output folder through which a build would write", "links there are refused",
            "build/output/output_writer.py", '+ [f"{path} (a link)" for path in links]', "", "test_write.py", "no_build_wrote"),
    Defence(_FILES, "output among what is read", "it is refused",
            "build/output/output_writer.py", "if there == here or there.startswith(here + os.sep):", "if False:", "test_invalid.py", "cannot_lie"),
    Defence(_FAIL, "a page half written", "a file is written beside its place and renamed into it",
            "build/output/output_writer.py", "temporary = os.path.join(self._folder, _temporary(path))", "temporary = name", "test_write.py", "half_a_file"),
    Defence(_FAIL, "a full disk, a folder that may not be written", "it is told at the output, and the next build mends it",
            "build/pipeline.py", "except OSError as error:\n                written, wrong = None, [unwritable(self._shown(), error)]", "except ZeroDivisionError:\n                raise",
            "test_failure.py", "stays_and_the_next"),
    Defence(_FAIL, "the same in any other command", "a sentence and status 1, never a traceback",
            "cli/command_line.py", "except OSError as error:  # a full disk", "except ZeroDivisionError as error:  # a full disk", "test_failure.py", "half_written_file"),
    Defence(_FAIL, "a font that is none, or that fails at some letter", "whatever Pillow raises is told at the font's file",
            "rendering/exports/share_pictures.py", "    except Exception as error:", "    except KeyError as error:", "test_open_graph.py", "fails_only"),
    Defence(_FAIL, "a build that is killed", "the list of sums names first all that may come to be there",
            "build/output/output_writer.py", 'self._write_manifest({**dict.fromkeys(made, ""), **self.known})', "pass", "test_hardening.py", "killed_anywhere"),
    Defence(_FAIL, "a damaged cache", "it has its own digest, and is not believed without",
            "build/incremental/build_state.py", "blake2b(kept, digest_size=32).digest() != ", "False and ", "test_hardening.py", "bit_flipped"),
    Defence(_FAIL, "two builds at once", "the second waits",
            "build/incremental/build_cache.py", "fcntl.flock(lock, fcntl.LOCK_EX)", "pass", "test_hardening.py", "left_running"),
    Defence(_PUBLISH, "readers between two states", "a link is turned in one step",
            "publishing/releases.py", "os.replace(new, os.path.join(self._folder, link))",
            "os.unlink(os.path.join(self._folder, link)) if os.path.lexists(os.path.join(self._folder, link)) else None; os.rename(new, os.path.join(self._folder, link))",
            "test_publish.py", "every_moment"),
    Defence(_PUBLISH, "a link on a page whose target the next release has no longer", "`previous` leads to the release before",
            "publishing/releases.py", "self._turn(PREVIOUS, before)", "pass", "test_publish.py", "no_reader"),
    Defence(_PUBLISH, "a site that changes while it is published", "each file is compared with its sum as it is taken",
            "publishing/releases.py", "if sha256_hex(data) != digest:", "if False:", "test_publish.py", "built_anew_while"),
    Defence(_PUBLISH, "a target that is somebody else's", "a folder without our mark is refused unless it is empty",
            "publishing/releases.py", "if names or not create:", "if False:", "test_publish.py", "somebody_elses"),
    Defence(_PUBLISH, "a `current` that leads away", "it must be a link to a release",
            "publishing/releases.py", 'if to != f"{RELEASES}/{name}" or not _NAME.fullmatch(name):', "if False:", "test_publish.py", "somebody_elses"),
    Defence(_PUBLISH, "links in an old release", "only files that lie there themselves are shared",
            "publishing/releases.py", "if path in there and listed and", "if listed and", "test_publish.py", "older_release"),
    Defence(_PUBLISH, "damage that is handed on from release to release", "a file is shared only where its bytes are the same",
            "publishing/releases.py", "if read_within(*os.path.split(old)) != data:", "if False:", "test_publish.py", "somebody_edited"),
    Defence(_PUBLISH, "a publication that is killed", "unfinished releases have names that nothing leads to, and are cleared away",
            "publishing/releases.py", 'unfinished = self.folder_of(f".{name}.new")', "unfinished = self.folder_of(name)", "test_publish.py", "every_moment"),
    Defence(_PUBLISH, "two publications at once", "the second waits",
            "publishing/releases.py", "fcntl.flock(mark, fcntl.LOCK_EX)", "pass", "test_publish.py", "two_publications"),
    Defence(_PUBLISH, "a site that the web server may not read", "permissions do not hang on the umask",
            "publishing/releases.py", "os.fchmod(descriptor, 0o644)", "pass", "test_publish.py", "one_file_and_all"),
    Defence(_PUBLISH, "drafts before readers", "a site with drafts is refused",
            "cli/commands/publish.py", "if sums.drafts:", "if False:", "test_publish.py", "finished_site"),
    Defence(_PUBLISH, "a site older than its content", "it is compared with what the content makes now",
            "cli/commands/publish.py", "if compared.paths:", "if False:", "test_publish.py", "finished_site"),
    Defence(_PUBLISH, "a site that somebody changed", "every file has its sum",
            "publishing/checksums.py", "elif _digest(os.path.join(folder, path)) != digest:", "elif False:", "test_check_site.py", "every_fault"),
    Defence(_PUBLISH, "files that somebody added", "what is not in the list of sums is foreign",
            "publishing/checksums.py", "for path in (*found.keys() - sums.files.keys() - {MANIFEST}, *links)]", "for path in ()]", "test_check_site.py", "every_fault"),
    Defence(_PUBLISH, "a list of sums that names files elsewhere", "it counts as damaged",
            "publishing/checksums.py", "type(path) is str and is_inside(path) and", "", "test_check_site.py", "damaged_list"),
    Defence(_PREVIEW, "another machine on the network", "the server listens on this one only",
            "preview/server.py", "sockets = bind_sockets(attempt, HOST)", 'sockets = bind_sockets(attempt, "0.0.0.0")', "test_serve.py", "network"),
    Defence(_PREVIEW, "a website whose name is made to lead here", "requests under a foreign name are refused",
            "preview/http_handlers.py", 'if self.request.headers.get_list("Host") not in [[name] for name in self.names]:', "if False:", "test_serve.py", "own_names"),
    Defence(_PREVIEW, "a website that listens in", "the socket takes its own pages only",
            "preview/http_handlers.py", "if all(map(self.check_origin, origins)):", "if True:", "test_serve.py", "own_pages"),
    Defence(_PREVIEW, "a path that leaves the site", "paths are looked up in a table; none becomes a path on the disk",
            "preview/http_responses.py", "        return self._not_found()\n\n    def _base", "        return Answer(200, _TYPES['txt'], open(self._resident.root + '/' + (asked or ''), 'rb').read())\n\n    def _base",
            "test_serve.py", "lead"),
    Defence(_PREVIEW, "scripts in content", "every answer carries a content security policy",
            "preview/http_handlers.py", 'self.set_header("Content-Security-Policy", self.settings["policy"])', "pass", "test_serve.py", "policy"),
    Defence(_PREVIEW, "requests without an end", "16 KB a head",
            "preview/server.py", "max_header_size=LONGEST_HEAD, ", "", "test_serve.py", "on_and_on"),
    Defence(_TOLD, "text that steers a terminal", "what cannot be seen is printed as its code point",
            "core/problem_reports.py", 'else f"<U+{ord(c):04X}>" for c in text', "else c for c in text", "test_check_site.py", "every_fault"),
    Defence(_TOLD, "text that makes annotations of its own", "line ends and signs are escaped",
            "core/problem_reports.py", 'text.replace("%", "%25").replace("\\r", "%0D").replace("\\n", "%0A")', "text", "test_cli.py", "github"),
    Defence(_CHAIN, "an action that is changed under its name", "actions are pinned to commits",
            "../.github/workflows/check.yml", "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683", "actions/checkout@v4", "test_workflows.py", "pinned"),
    Defence(_CHAIN, "a proposal that writes to the repository", "what checks proposals may read",
            "../.github/workflows/check.yml", "permissions:\n  contents: read", "permissions:\n  contents: write", "test_workflows.py", "read_and_nothing"),
    Defence(_CHAIN, "a package that was swapped", "packages are installed with their hashes",
            "../.github/workflows/deploy.yml", "--require-hashes ", "", "test_workflows.py", "hashes"),
    Defence(_CHAIN, "a package that came unnoticed", "each is listed with its licence",
            "../requirements/site.txt", "nh3==", "unheard-of==1.0 --hash=sha256:0\nnh3==", "test_licences.py", "listed"),
)  # fmt: skip


def table() -> str:
    """The tables of docs/security.md."""
    lines: list[str] = []
    area = ""
    for one in DEFENCES:
        if one.area != area:
            area = one.area
            lines += [
                "",
                f"### {area}",
                "",
                "| threat | what stands against it | where | what fails without it |",
                "|---|---|---|---|",
            ]
        where = one.file.removeprefix("../") if one.file.startswith("../") else f"briefing/{one.file}"
        within = f": `{one.tests}`" if one.tests else ""
        lines.append(f"| {one.threat} | {one.defence} | `{where}` | `tests/{one.test_file}`{within} |")
    return "\n".join(lines).strip() + "\n"
