"""The preview's server, as a process of its own: what it gives to whom, and that no save is lost."""

import asyncio
import json
import re
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY, SITES
from preview import LINK, Listener, Preview, listener, preview, until

from briefing.build.output.output_writer import MANIFEST
from briefing.build.pipeline import build
from briefing.preview.http_handlers import POLICY as SERVED
from briefing.rendering.content_security_policy import POLICY_WITH_WASM

HERE = Path(__file__).parent
MIRELA = "content/people/mirela-ostro.yaml"
PAGE = "/people/mirela-ostro.html"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    root = folder / "desk"
    shutil.copytree(SITES["harbour"], root, ignore=shutil.ignore_patterns("expected"))
    (root / ".env").write_text("SECRET-OF-THE-DESK\n")
    (folder / "outside.txt").write_text("SECRET-OF-THE-DESK\n")
    return root


@pytest.fixture(scope="module")
def server(desk: Path) -> Iterator[Preview]:
    with preview(desk, log=desk.parent / "log") as running:
        yield running


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Path, Preview]]:
    """A server whose project the test may change, in a git repository."""
    root = tmp_path / "desk"
    shutil.copytree(SITES["harbour"], root, ignore=shutil.ignore_patterns("expected"))
    with preview(root, log=tmp_path / "log") as running:
        yield root, running


def put(root: Path, old: str, new: str, path: str = MIRELA) -> None:
    """Save in place a file of the project in which a text is replaced, as it was at first but for that."""
    (root / path).write_text((SITES["harbour"] / path).read_text("utf-8").replace(old, new), "utf-8")


# --- what is served --------------------------------------------------------------------------------------------------


def test_every_file_of_a_build_is_served_and_only_the_link_is_added(
    desk: Path, server: Preview, tmp_path: Path
) -> None:
    build(desk, tmp_path / "site", drafts=True, jobs=1)
    shutil.rmtree(desk / ".briefing-cache")
    files = {
        p.relative_to(tmp_path / "site").as_posix(): p.read_bytes()
        for p in (tmp_path / "site").rglob("*")
        if p.is_file()
    }
    del files[MANIFEST]
    assert len(files) > 90
    for path, data in files.items():
        if path != "404.html":
            served, links = LINK.subn(b"", server.get(f"/{path}"))
            assert (served, links) == (data, path.endswith(".html")), path


def test_folders_show_their_index_and_are_not_listed(server: Preview) -> None:
    home, people = LINK.sub(b"", server.get("/")), LINK.sub(b"", server.get("/people/"))
    assert home == LINK.sub(b"", server.get("/index.html")) and b"<h1>People" in people
    status, answer = server.ask(b"/people")
    assert status == 302 and b"\r\nLocation: /people/\r\n" in answer
    assert [server.ask(path)[0] for path in (b"/static/", b"/static", b"//people", b"/people//")] == [404] * 4
    assert server.ask(b"/notes/people/")[0] == 200  # the path of base_url, which links on 404.html begin with


def test_what_there_is_not_gets_the_page_not_found(server: Preview) -> None:
    status, answer = server.ask(b"/people/nobody.html")
    assert status == 404 and b"Page not found" in answer and b"/-/preview.js" in answer
    for path in (
        "/" + MANIFEST,
        "/-/",
        "/-/review/x",
        "/-/answers.py",
        "/briefing.yaml",
        "/.env",
        "/content/topics/all.yaml",
        "/index.HTML",
    ):
        assert server.ask(path.encode())[0] == 404, path


def test_every_answer_has_the_policy_and_is_of_its_type(server: Preview) -> None:
    types = {
        b"/": b"text/html; charset=utf-8", b"/nothing": b"text/html; charset=utf-8", b"/static/style.css": b"text/css; charset=utf-8",
        b"/feed.xml": b"application/xml", b"/robots.txt": b"text/plain; charset=utf-8", b"/-/preview.js": b"text/javascript; charset=utf-8",
        b"/-/preview.css": b"text/css; charset=utf-8", b"/-/review.css": b"text/css; charset=utf-8", b"/-/livereload.js": b"text/javascript; charset=utf-8",
        b"/-/problems.json": b"application/json",
    }  # fmt: skip
    for path, type in types.items():
        _, answer = server.ask(path)
        policy = re.search(rb"(?m)^Content-Security-Policy: (.*)\r$", answer)
        assert policy and b"default-src 'none'; script-src 'self'" in policy[1] and b"unsafe-inline" not in policy[1]
        assert b"\r\nContent-Type: " + type + b"\r\n" in answer, path
        assert b"\r\nX-Content-Type-Options: nosniff\r\n" in answer and b"\r\nServer:" not in answer
    for request in (server.ask(b"/", b"POST"), server.ask(b"/", host="evil.example"), server.ask(b"/livereload")):
        assert b"default-src 'none'" in request[1] or request[0] == 400


def test_the_preview_allows_all_that_the_sites_own_pages_ask_for() -> None:
    """A browser keeps to both policies, so that the preview must not show less than the published site."""
    served = dict(directive.split(" ", 1) for directive in SERVED.split("; "))
    for directive in POLICY_WITH_WASM.split("; "):
        name, allowed = directive.split(" ", 1)
        assert set(allowed.split()) <= set(served[name].split()), name


def test_only_get_and_head_are_answered(server: Preview) -> None:
    status, answer = server.ask(b"/", b"HEAD")
    assert status == 200 and answer.endswith(b"\r\n\r\n")
    assert {server.ask(b"/", method)[0] for method in (b"POST", b"PUT", b"DELETE", b"OPTIONS", b"TRACE", b"PATCH")} <= {
        405,
        501,
        400,
    }


# --- to whom ---------------------------------------------------------------------------------------------------------


def test_only_its_own_names_are_answered(server: Preview) -> None:
    port = server.port
    assert [server.ask(b"/", host=f"{name}:{port}")[0] for name in ("127.0.0.1", "localhost", "[::1]")] == [200] * 3
    foreign = (
        "evil.example", f"evil.example:{port}", "127.0.0.1", "localhost", f"localhost:{port + 1}", f"127.0.0.1:{port}.evil.example",
        f"localhost.evil.example:{port}", f"127.0.0.1:{port}@evil.example", f"0.0.0.0:{port}", f"127.1:{port}", f"LOCALHOST.:{port}",
        f"evil.example, 127.0.0.1:{port}",
    )  # fmt: skip
    for host in foreign:
        for path in (b"/", b"/-/problems.json", b"/livereload"):
            status, answer = server.ask(path, host=host)
            assert status in (400, 403) and b"Harbour" not in answer, host
    assert server.raw(b"GET / HTTP/1.0\r\n\r\n")[9:12] in (b"400", b"403")
    twice = f"Host: 127.0.0.1:{port}\r\n".encode()
    assert server.ask(b"/", host="evil.example", more=twice)[0] in (400, 403)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="told by Linux only")
def test_nobody_on_the_network_can_reach_it(server: Preview) -> None:
    listed = [
        line.split()
        for name in ("tcp", "tcp6")
        if (table := Path("/proc/net") / name).exists()
        for line in table.read_text().splitlines()[1:]
    ]
    here = [
        fields[1].rpartition(":")[0]
        for fields in listed
        if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == server.port
    ]
    assert here == [f"{int.from_bytes(bytes([127, 0, 0, 1]), sys.byteorder):08X}"], (
        "it listens at another address than 127.0.0.1"
    )


def listening(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(scene())


def test_the_socket_takes_its_own_pages_only(server: Preview) -> None:
    from tornado.httpclient import HTTPClientError

    port = server.port
    foreign = (
        "http://evil.example", f"http://evil.example:{port}", f"https://127.0.0.1:{port}", "http://127.0.0.1", f"http://127.0.0.1:{port + 1}",
        f"http://127.0.0.1:{port}.evil.example", "null", f"http://127.0.0.1:{port}/", "file://",
    )  # fmt: skip

    async def scene() -> None:
        for origin in (f"http://127.0.0.1:{port}", f"http://localhost:{port}", f"http://[::1]:{port}", None):
            await listener(server, origin)
        for origin in foreign:
            with pytest.raises(HTTPClientError, match="403"):
                await listener(server, origin)

    listening(scene)


# --- attacks ---------------------------------------------------------------------------------------------------------


def test_no_path_leads_out_of_the_site(desk: Path, server: Preview) -> None:
    rows = [
        json.loads(line)["path"]
        for line in (HERE / "adversarial" / "path_traversal.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) > 300
    inside = {server.ask(path)[0]: server.ask(path)[1] for path in (b"/", b"/nothing")}
    for row in rows:
        for file in ("etc/passwd", "outside.txt", ".env") if "{FILE}" in row else ("",):
            path = "/" + row.replace("{FILE}", file).lstrip("/") if not row.startswith("http") else row
            status, answer = server.ask(
                path.encode("utf-8").replace(b" ", b"%20").replace(b"\r", b"").replace(b"\n", b"")
            )
            assert status in (200, 302, 400, 404), (row, status)
            assert b"root:" not in answer and b"SECRET" not in answer and str(desk.parent).encode() not in answer, row
            if status == 200:
                assert (
                    LINK.sub(b"", answer).partition(b"\r\n\r\n")[2]
                    == LINK.sub(b"", inside[200]).partition(b"\r\n\r\n")[2]
                ), row


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\r\n\r\n",
        b"\x00\xff\xfe\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzzz\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"GET /%00%zz%ff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /livereload HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
    ],
    ids=lambda data: ascii(data[:24]),
)
def test_malformed_requests_do_no_harm(server: Preview, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        try:
            connection.sendall(request_bytes)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        except TimeoutError:
            raise
        except OSError:  # it hung up first
            answer = b""
    assert b" 200 " not in answer[:20] and b"Traceback" not in answer
    assert server.ask(b"/")[0] == 200
    assert "Traceback" not in server.printed()


@pytest.mark.parametrize(("length", "answered"), [(2_000, True), (20_000, False)])
def test_a_head_that_goes_on_and_on_is_not_read_to_its_end(length: int, answered: bool, server: Preview) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(
            f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\nX: {'y' * length}\r\n\r\n".encode()
        )
        try:
            answer = connection.recv(65536)
        except ConnectionResetError:
            answer = b""
    assert answer.startswith(b"HTTP/1.1 200 ") == answered


def test_messages_that_are_none_do_no_harm(server: Preview) -> None:
    async def scene() -> None:
        for message in (
            "",
            "x",
            "[]",
            "1",
            "null",
            "{}",
            '{"command": []}',
            '{"command": "info", "plugins": 1}',
            "[" * 9000,
            "x" * 100_000,
            b"\xff",
        ):
            heard = await listener(server)
            try:
                await heard._connection.write_message(message, binary=isinstance(message, bytes))
            except Exception:
                pass
            await heard.next(0.05)
        await listener(server)

    listening(scene)
    assert "Traceback" not in server.printed()


def test_paths_sent_as_they_are_lead_nowhere_else(desk: Path, server: Preview) -> None:
    """The rows byte for byte, however malformed that makes the request: over one socket each, and with no slash before them."""
    rows = [
        json.loads(line)["path"]
        for line in (HERE / "adversarial" / "path_traversal.jsonl").read_text("utf-8").splitlines()
    ]
    home = LINK.sub(b"", server.ask(b"/")[1]).partition(b"\r\n\r\n")[2]
    for row in rows:
        for begin in ("", "/", "/people/"):
            path = (begin + row.replace("{FILE}", "outside.txt")).encode("utf-8", "surrogatepass")
            try:
                status, answer = server.ask(path)
            except ConnectionResetError:
                continue
            assert status in (0, 200, 302, 400, 404, 405), (row, status)
            assert (
                b"root:" not in answer
                and b"SECRET" not in answer
                and b"[fonts]" not in answer
                and str(desk.parent).encode() not in answer
            ), row
            assert (
                status != 200 or LINK.sub(b"", answer).partition(b"\r\n\r\n")[2] == home or b"<h1>People" in answer
            ), row
    assert server.ask(b"/")[0] == 200
    assert "Traceback" not in server.printed()


def test_slow_requests_keep_nobody_waiting(server: Preview) -> None:
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(150)]
    try:
        for letter in b"GET / HTTP/1.1\r\nX-Slow: abc":
            for connection in slow:
                connection.sendall(bytes([letter]))
            begun = time.monotonic()
            assert server.ask(b"/")[0] == 200
            assert time.monotonic() - begun < 5
        for connection in slow[:75]:
            connection.sendall(b"\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port)
        assert all(connection.recv(15) == b"HTTP/1.1 200 OK" for connection in slow[:75])
    finally:
        for connection in slow:
            connection.close()
    assert server.ask(b"/")[0] == 200 and "Traceback" not in server.printed()


def test_answers_that_nobody_reads_keep_nobody_waiting(server: Preview) -> None:
    deaf = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(50)]
    try:
        for connection in deaf:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.sendall(b"GET /static/style.css HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port * 20)
        assert server.ask(b"/")[0] == 200
    finally:
        for connection in deaf:
            connection.close()
    assert server.ask(b"/")[0] == 200


def test_a_thousand_connections_at_once_are_borne(server: Preview) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2048:
        pytest.skip("the system lets a process have too few files open")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2048), hard))
    open_ones = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(1000)]
    try:
        assert server.ask(b"/")[0] == 200
        for connection in open_ones:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
        assert all(connection.recv(15) == b"HTTP/1.1 200 OK" for connection in open_ones)
    finally:
        for connection in open_ones:
            connection.close()


# --- saves -----------------------------------------------------------------------------------------------------------


def test_a_save_is_told_once_and_shown(fresh: tuple[Path, Preview]) -> None:
    root, server = fresh

    async def scene() -> None:
        heard = await listener(server)
        put(root, "First spoke", "She spoke")
        message = await heard.next()
        assert message and (message["command"], message["path"]) == ("reload", "*")
        assert b"She spoke" in server.get(PAGE)
        await heard.quiet()

    listening(scene)


def test_ten_quick_saves_none_is_lost(fresh: tuple[Path, Preview]) -> None:
    root, server = fresh

    async def scene() -> None:
        heard = await listener(server)
        for number in range(10):
            put(root, "First spoke", f"Save {number} spoke")
            message = await heard.next()
            assert message and message["command"] == "reload", number
            while f"Save {number} spoke".encode() not in server.get(PAGE):  # it was of the save before
                assert await heard.next() is not None, number
        for number in range(10):  # with no time in between
            put(root, "First spoke", f"Quick {number} spoke")
            await asyncio.sleep(0.003)
        told = 0
        while b"Quick 9 spoke" not in server.get(PAGE):
            assert await heard.next() is not None
            told += 1
        assert told <= 10
        await drained(heard)
        await heard.quiet()

    listening(scene)


async def drained(heard: Listener) -> list[str]:
    """The paths of all messages, from the first, which a busy machine may send late, until there is quiet."""
    paths = []
    while (message := await heard.next(0.4 if paths else 20)) is not None:
        paths.append(message["path"])
    return paths


def test_a_page_from_before_a_save_is_told_when_it_connects(fresh: tuple[Path, Preview]) -> None:
    root, server = fresh
    found = re.search(rb'data-version="([0-9a-f-]+)"', server.get(PAGE))
    assert found
    before = found[1].decode()
    put(root, "First spoke", "She spoke")
    until(lambda: b"She spoke" in server.get(PAGE))
    now = re.search(rb'data-version="([0-9a-f-]+)"', server.get(PAGE))
    assert now

    async def scene() -> None:
        late = await listener(server, page=before)
        assert late.told["path"] == "*"  # type: ignore[attr-defined]
        await (await listener(server, page=now[1].decode())).quiet()

    listening(scene)


def test_a_broken_file_is_told_its_page_stays_and_mending_it_is_seen(fresh: tuple[Path, Preview]) -> None:
    root, server = fresh
    before = LINK.sub(b"", server.get(PAGE))

    async def scene() -> None:
        heard = await listener(server)
        put(root, "name:", "nam:")
        message = await heard.next()
        assert message and message["path"] == "/-/problems.json"
        problem = next(problem for problem in server.problems() if problem["file"] == MIRELA)
        assert (problem["line"], problem["column"], problem["code"]) == (1, 1, "unknown-key")
        assert problem["excerpt"] == "   1 | nam: Mirela Oštro\n     | ^^^" and "`name`" in problem["hint"]
        assert LINK.sub(b"", server.get(PAGE)) == before
        assert f"{MIRELA}:1:1: error[unknown-key]" in server.printed()
        await heard.quiet()
        put(root, "First spoke", "She spoke")
        message = await heard.next()
        assert message and message["path"] == "*"
        assert not any(problem["severity"] == "error" for problem in server.problems())
        assert b"She spoke" in server.get(PAGE)
        put(root, "name:", "nam:")
        await heard.next()
        put(root, "First spoke", "She spoke")
        await heard.next()
        await heard.quiet()

    listening(scene)


def test_however_an_editor_saves(fresh: tuple[Path, Preview]) -> None:
    """Vim with a backup, an atomic rename, a file that is emptied and filled a moment later."""
    root, server = fresh
    file = root / MIRELA
    text = file.read_text("utf-8")

    async def scene() -> None:
        heard = await listener(server)
        (file.parent / "4913").write_text("")
        (file.parent / "4913").unlink()
        file.rename(file.with_name("mirela-ostro.yaml~"))
        file.write_text(text.replace("First spoke", "Vim spoke"), "utf-8")
        file.with_name("mirela-ostro.yaml~").unlink()
        assert set(await drained(heard)) == {"*"} and b"Vim spoke" in server.get(PAGE)
        temporary = file.with_name(".mirela-ostro.yaml.tmp")
        temporary.write_text(text.replace("First spoke", "Code spoke"), "utf-8")
        temporary.replace(file)
        assert await drained(heard) == ["*"] and b"Code spoke" in server.get(PAGE)
        with file.open("w", encoding="utf-8") as opened:
            opened.flush()
            await asyncio.sleep(0.03)
            opened.write(text.replace("First spoke", "Slow spoke"))
        assert await drained(heard) == ["*"] and b"Slow spoke" in server.get(PAGE)

    listening(scene)
    assert "error[" not in server.printed()


def test_records_come_go_and_are_renamed(fresh: tuple[Path, Preview]) -> None:
    root, server = fresh
    new = root / "content/topics/new.yaml"
    new.write_text("name: A new topic\nstatus: draft\n")
    until(lambda: server.ask(b"/topics/new.html")[0] == 200)
    assert b"A new topic" in server.get("/topics/")
    new.rename(root / "content/topics/newer.yaml")
    until(lambda: server.ask(b"/topics/newer.html")[0] == 200)
    assert server.ask(b"/topics/new.html")[0] == 404
    (root / "content/topics/newer.yaml").unlink()
    until(lambda: server.ask(b"/topics/newer.html")[0] == 404)
    away = root.parent / "away"
    (root / "content/briefings").rename(away)
    until(lambda: server.ask(b"/briefings/summer.html")[0] == 404)
    away.rename(root / "content/briefings")
    until(lambda: server.ask(b"/briefings/summer.html")[0] == 200)
    (root / "content").rename(away)
    until(lambda: [p["code"] for p in server.problems() if p["severity"] == "error"] == ["missing-content"])
    away.rename(root / "content")
    until(lambda: not [p for p in server.problems() if p["severity"] == "error"])
    put(root, "First spoke", "After all that she spoke")
    until(lambda: b"After all that" in server.get(PAGE))


def test_templates_styles_and_configuration_take_effect(fresh: tuple[Path, Preview]) -> None:
    root, server = fresh

    async def scene() -> None:
        heard = await listener(server)
        (root / "templates/static/tide.css").write_text("p { color: teal }\n")
        assert await drained(heard) == ["static/tide.css"]
        assert server.get("/static/tide.css") == b"p{color:teal}\n"
        put(root, "Harbour & Dam", "Dam & Harbour", "briefing.yaml")
        assert await drained(heard) == ["*"] and b"Dam &amp; Harbour" in server.get("/")
        (root / "templates/404.html").write_text("{{ nonsense }}")
        assert await drained(heard) == ["/-/problems.json"]
        assert {"templates/404.html"} == {p["file"] for p in server.problems() if p["severity"] == "error"}
        (root / "templates/404.html").write_text("OURS")
        assert await drained(heard) == ["*"] and b"OURS" in server.ask(b"/nothing")[1]
        shutil.rmtree(root / "templates")
        assert set(await drained(heard)) == {"*"} and b"harbour desk" not in server.get("/topics/dredging.html")
        shutil.copytree(SITES["harbour"] / "templates", root / "templates")
        assert "*" in await drained(heard) and b"harbour desk" in server.get("/topics/dredging.html")

    listening(scene)


def test_checking_out_another_branch_is_one_reload(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    shutil.copytree(SITES["harbour"], root, ignore=shutil.ignore_patterns("expected"))

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments],
            cwd=root,
            check=True,
            capture_output=True,
        )

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("checkout", "-q", "-b", "other")
    put(root, "First spoke", "On another branch she spoke")
    for number in range(150):
        (root / f"content/topics/topic-{number}.yaml").write_text(f"name: Topic {number}\n")
    (root / "content/claims/channel.yaml").rename(root / "content/claims/channels.yaml")
    put(root, "Harbour & Dam", "Dam & Harbour", "briefing.yaml")
    git("add", "-A")
    git("commit", "-qm", "two")
    git("checkout", "-q", "main")
    with preview(root, log=tmp_path / "log") as server:

        async def scene() -> None:
            heard = await listener(server)
            for branch, shown in (("other", True), ("main", False), ("other", True)):
                await asyncio.to_thread(git, "checkout", "-q", branch)
                assert await drained(heard) == ["*"], branch
                assert (b"On another branch" in server.get(PAGE)) is shown
                assert (server.ask(b"/topics/topic-149.html")[0] == 200) is shown

        listening(scene)
        assert "error[" not in server.printed()


# --- beginning and ending --------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_said_and_the_next_is_used(desk: Path, server: Preview, tmp_path: Path) -> None:
    with preview(desk, "--port", str(server.port), log=tmp_path / "log") as second:
        assert second.port > server.port
        assert f"Port {server.port} is taken by another program; this preview is at {second.port}." in second.printed()
        assert second.ask(b"/")[0] == 200


def test_a_project_that_is_broken_from_the_first_is_served_once_it_is_mended(tmp_path: Path) -> None:
    shutil.copytree(SITES["minimal"], tmp_path / "desk", ignore=shutil.ignore_patterns("expected"))
    config = tmp_path / "desk/briefing.yaml"
    text = config.read_text()
    config.write_text("titel: X\n")
    with preview(tmp_path / "desk", log=tmp_path / "log") as server:
        status, answer = server.ask(b"/")
        assert status == 500 and b"/-/preview.js" in answer and b"until the problem is mended" in answer
        assert "unknown-key" in {problem["code"] for problem in server.problems()}
        config.write_text(text)
        until(lambda: server.ask(b"/")[0] == 200)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    without = "import sys; sys.modules['watchfiles'] = None; sys.argv = ['build.py', 'serve']; from briefing.cli.command_line import main; sys.exit(main())"
    run = subprocess.run([sys.executable, "-c", without], cwd=REPOSITORY, capture_output=True, text=True, timeout=60)
    assert (
        run.returncode == 2
        and "the package watchfiles" in run.stderr
        and "make serve" in run.stderr
        and "Traceback" not in run.stderr
    )
