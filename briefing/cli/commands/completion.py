"""`completion`: a script with which a shell completes commands, options, kinds and ids."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

SHELLS = ("bash", "zsh", "fish")
PROGRAM = "briefing"

# The ids of a project's records, as a shell can tell them at once: from the files' names, and from the lines `id: …` of
# files that hold several. Another project is named by --root before the id.
_LIST = r"""
    cd "$root/content" 2>/dev/null || return
    printf '%s\n' */*.yaml | sed -n 's|.*/\([a-z0-9-]*\)\.yaml$|\1|p'
    sed -n 's/^id: *\([a-z0-9-]*\).*/\1/p' */*.yaml 2>/dev/null"""
_IDS = {
    "bash": rf"""
_briefing_ids() {{
  local root=. word before=
  for word in "${{COMP_WORDS[@]}}"; do
    [[ $before == --root ]] && root=$word
    before=$word
  done
  compgen -W "$({_LIST}
  )" -- "$1"
}}
_briefing_kinds() {{ compgen -W "KINDS" -- "$1"; }}
""",
    "zsh": rf"""
_briefing_ids() {{
  local root=. word before=
  for word in ${{(Q)${{(z)BUFFER}}}}; do  # of the whole line: it may stand before the command
    [[ $before == --root ]] && root=$word
    [[ $word == --root=* ]] && root=${{word#--root=}}
    before=$word
  done
  local -a ids
  ids=(${{(f)"$({_LIST}
  )"}})
  compadd -a ids
}}
_briefing_kinds() {{ compadd KINDS }}
""",
    "fish": r"""
function _briefing_ids
  set -l words (commandline -opc)
  set -l at (contains -i -- --root $words); and set -l root $words[(math $at + 1)]; or set -l root .
  for file in $root/content/*/*.yaml
    string replace -r '.*/(.*)\.yaml$' '$1' -- $file
  end
  cat $root/content/*/*.yaml 2>/dev/null | string replace -rf '^id: *([a-z0-9-]+).*' '$1'
end
function _briefing_kinds; string split ' ' 'KINDS'; end
""",
}
_ALSO = {  # the same for the script of a checkout
    "bash": "complete -o bashdefault -F _shtab_briefing build.py",
    "zsh": "compdef _shtab_briefing build.py",
    "fish": "complete -c build.py -w briefing",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="for which shell")


def run(options: argparse.Namespace, root: Path) -> int:
    try:
        import shtab
    except ImportError as error:
        from briefing.core.optional_packages import MissingPackage

        print(f"`completion` cannot start: {MissingPackage('shtab', 'shtab', 'edit', error)}.", file=sys.stderr)
        return 2
    from briefing.cli.command_line import parser
    from briefing.schema.kinds import KINDS

    whole = parser()
    whole.prog = PROGRAM
    commands = next(action for action in whole._actions if action.dest == "command").choices
    assert isinstance(commands, dict)
    shell = options.shell
    own = {shell: "(_briefing_ids)" if shell == "fish" else "_briefing_ids"}
    completed = {
        "OLD": own,
        "KIND": {shell: own[shell].replace("ids", "kinds")},
        "PATH": shtab.FILE,
        "DIR": shtab.DIRECTORY,
    }
    for command in (whole, *commands.values()):
        for action in command._actions:
            if action.metavar in completed:
                action.complete = completed[action.metavar]
    kinds = " ".join(kind.KIND for kind in KINDS)
    print(shtab.complete(whole, shell=shell, root_prefix="briefing", preamble=_IDS[shell].replace("KINDS", kinds)))
    print(_ALSO[shell])
    return 0
