"""The command `alignlib`: one module a subcommand, imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from alignlib.errors import InstructorError, LearnerError

COMMANDS = {
    "lab": "start learning: open JupyterLab at the first page",
    "demo": "grade a simulated class, end to end, into a new folder",
    "build": "make cases, releases and practice from the sources",
    "collect": "take submissions out of an LMS's download, into the course",
    "grade": "grade a class at once, what has changed since the last time",
    "grades": "write the grades of a course as a table, as nbgrader export does",
    "feedback": "write each learner's page, for nbgrader to release",
    "sample": "draw memos for a second marker who must not know whose they are",
    "agreement": "compare the points that two markers gave the same memos",
    "fairness": "compare the variants of a case by simulated solvers",
    "coverage": "show where each claim is taught and tested, and what is missing",
    "doctor": "say in words what is wrong with this installation",
}
"""
Every subcommand and what it does; the module of the same name does it.

A module with `PASSES_ON` set gets the words that it does not know as `options.others`.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; its exit code is 0 when all is well."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="alignlib", description="Technology strategy and business strategy: a course kit."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        commands.add_parser(name, help=purpose, description=purpose, add_help=False)
    chosen, _ = parser.parse_known_args(given[:1])
    module = importlib.import_module(f"alignlib.cli.{chosen.command}")
    own = argparse.ArgumentParser(
        prog=f"alignlib {chosen.command}", description=COMMANDS[chosen.command]
    )
    module.add_arguments(own)
    if getattr(module, "PASSES_ON", False):
        options, others = own.parse_known_args(given[1:])
        options.others = others
    else:
        options = own.parse_args(given[1:])
    try:
        code: int = module.run(options)
    except (InstructorError, LearnerError) as error:
        print(f"alignlib {chosen.command}: {error}", file=sys.stderr)
        return 2
    return code
