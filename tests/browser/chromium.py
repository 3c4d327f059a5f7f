"""The browser that the tests share: one Chromium for each module of tests, which reaches no host but this one."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]  # fmt: skip


def chromium() -> str:
    """The browser that tests/browser/get-chromium found, or one on the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    assert found, "there is no Chromium: `make test` gets one, and CHROMIUM names one"
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Playwright's loop runs as long as this, and no other may run beside it; so it ends with each module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium(), args=FLAGS, headless=True, ignore_default_args=["--headless"]
        )
        yield chrome
        chrome.close()
