"""Broadsheet's program: `python build.py [VERB]`; `--help` tells the verbs."""

from __future__ import annotations

import argparse
import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

try:
    from broadsheet.verbs.exits import Exit, end_early, fail
    from broadsheet.verbs.options import Options, require_content, require_text
except ImportError as error:  # of a package, or of what an older Python does not have
    sys.exit(
        f"build.py: {error.name} is missing: run make serve, which finds Python 3.11 or newer and"
        " installs what is needed, or .venv/bin/python build.py once it has"
    )

if TYPE_CHECKING:
    from collections.abc import Sequence

    class Verb(Protocol):
        """What a module of `broadsheet.verbs` has that is a verb."""

        def add_options(self, parser: argparse.ArgumentParser) -> None:
            """Say what the verb takes."""

        def run(self, options: Options) -> int:
            """Do it; return the exit code."""


Formatter = argparse.RawDescriptionHelpFormatter

# Each verb's module, which is imported only for that verb, and what it is for.
VERBS = {
    "build": ("build", "make the site (the default)"),
    "serve": ("serve", "build, show, watch, reload"),
    "publish": ("publish", "put the site where it is visited"),
    "check": ("check", "find problems, mend some"),
    "search": ("search", "find papers in the site"),
    "digest": ("digest", "write a day or a week as a letter"),
    "announce": ("announce", "print a day as posts, to post"),
    "new": ("new", "write the file of one paper"),
    "import": ("import_", "write the files of many papers"),
    "intake": ("intake", "what the workflow of issues runs"),
    "start": ("start", "make a feed of your own"),
    "upgrade": ("upgrade", "take a newer program into a fork"),
    "words": ("words", "bring the catalogues up to date"),
}


def parse(arguments: Sequence[str]) -> tuple[Verb, Options]:
    """Read the command line; argparse itself leaves with 2 on wrong usage."""
    words = list(arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "build")
    if words[0] == "--version":
        print(find_version())
        sys.exit()
    parser = argparse.ArgumentParser(
        prog="build.py",
        description=(
            "Make the site of a curated daily feed of research papers from files in content/."
        ),
    )
    parser.add_argument("--version", action="store_true", help="say which version this is")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, (module, about) in VERBS.items():
        verb_parser = verbs.add_parser(name, help=about, formatter_class=Formatter)
        if name == words[0]:
            verb = find_verb(module)
            verb_parser.description, verb_parser.epilog = split_help(verb.__doc__ or "")
            verb.add_options(verb_parser)
    options = parser.parse_args(words, Options())
    return find_verb(VERBS[options.verb][0]), options


def split_help(doc: str) -> tuple[str, str]:
    """Take a verb's description and its examples out of the docstring of its module."""
    about, _, examples = doc.partition("Examples:\n")
    sentence = about.partition(": ")[2].strip()
    return sentence[:1].upper() + sentence[1:], f"examples:\n{examples.rstrip()}"


def find_version() -> str:
    """Return the program's version and that of Python."""
    project = Path(__file__).with_name("pyproject.toml").read_text(encoding="utf-8")
    version = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)[0]
    return f"Broadsheet {version} on Python {sys.version.partition(' ')[0]}"


def find_verb(module: str) -> Verb:
    """Import the module of a verb."""
    return import_module(f"broadsheet.verbs.{module}")


def main(arguments: Sequence[str]) -> int:
    """Run a verb; the exit code tells whose turn it is (`Exit`)."""
    verb, options = parse(arguments)
    try:
        require_text(options)
        require_content(options)
        code = verb.run(options)
        sys.stdout.flush()  # whoever reads our lines may have gone
    except BrokenPipeError:  # whoever read our lines, as in `| head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except KeyboardInterrupt as interrupt:
        return end_early(interrupt)
    except Exception as error:  # noqa: BLE001 - each kind has an exit code, and a bug keeps its lines
        return fail(error)
    else:
        return code


def require_streams() -> None:
    """Have the standard streams: what is opened first would take the number of one that is closed.

    Nothing is read, and nothing is said of failures, where those are closed; but a run whose answer
    nobody can get is refused.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or open(0, encoding="utf-8")  # noqa: SIM115 - they last as long as we do
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115 - as above
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115 - as above
        print("build.py: the standard output is closed: >/dev/null drops it", file=sys.stderr)
        end(Exit.WRONG_USAGE)


def end(code: int) -> NoReturn:
    """End the process at once: to take apart what a build holds, value by value, takes 0.1 s."""
    with suppress(OSError):  # which has been told
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    require_streams()
    end(main(sys.argv[1:]))
