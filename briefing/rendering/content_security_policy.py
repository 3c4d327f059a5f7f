"""What a page of the site may load and run, as a content security policy: what the site itself serves, and nothing else.

It stands first in every page's head, so that it holds from a folder on a disk and on any host. A host may send a
stricter one; a browser then keeps to both.
"""

from __future__ import annotations

# `form-action` lets a search form lead to the search page. Nothing inline: not a style, not a handler, not a script.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
# For a page that runs WebAssembly, which is the search page alone.
POLICY_WITH_WASM = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
