"""`check-site`: a built site is what its list of sums says, or these files are not."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", nargs="?", metavar="DIR", help="the built site (default: site/ in the root)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.core.problem_reports import count, reason, visible
    from briefing.publishing.checksums import NOT_REPRODUCIBLE, examine

    site = options.site or os.path.join(root, "site")
    if not os.path.isdir(site):
        print(f"There is no folder {visible(site)}. Build the site first, or name another folder.", file=sys.stderr)
        return 2
    try:
        sums, faults = examine(site)
    except OSError as error:
        print(f"{visible(site)}/ could not be read: {reason(error)}.", file=sys.stderr)
        return 1
    if options.format == "json":
        whole = {
            "site": site,
            "files": len(sums.files) if sums else None,
            "drafts": sums.drafts if sums else None,
            "manifest_sha256": sums.digest if sums else None,
            "not_reproducible": list(NOT_REPRODUCIBLE),
            "faults": [{"fault": fault, "path": path} for fault, path in faults],
        }
        print(json.dumps(whole, indent=1))
    else:
        for fault, path in faults:
            print(f"{fault:<10} {visible(path)}")
        if sums is not None and not faults:
            with_drafts = ", drafts among them" if sums.drafts else ""
            print(f"{count(len(sums.files), 'file')}{with_drafts}, each as listed; the list's sha256 is {sums.digest}.")
        else:
            print(
                f"{count(len(faults), 'file')} of {visible(site)}/ not as listed; build the site again.",
                file=sys.stderr,
            )
    return 1 if faults else 0
