"""The ``srm`` command. Each file in this package beside this one is a subcommand.

A subcommand module has ``HELP`` (one line in double quotes), ``add_arguments(parser)`` and
``run(args) -> int``. Only the one asked for is imported, so that each starts as fast as it alone can;
the list in ``srm --help`` is read from the files without importing them.
"""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

_PACKAGE = Path(__file__).parent
_NOT_COMMANDS = {"main", "__main__"}
_HELP = re.compile(r'^HELP = "(.*)"$', re.MULTILINE)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and answer its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = arguments[0] if arguments else "--help"
    if name in {"-h", "--help", "help"}:
        print(_overview())
        return 0 if arguments else 2
    if name == "--version":
        print(_version())
        return 0
    if name not in command_modules():
        print(f"srm: no command {name!r}; srm --help lists them", file=sys.stderr)
        return 2
    return _run(name, arguments[1:])


def command_modules() -> dict[str, str]:
    """Command name to module name, from the files in this package."""
    modules = (module.name for module in iter_modules([str(_PACKAGE)]))
    return {
        name.strip("_").replace("_", "-"): name
        for name in sorted(modules)
        if name not in _NOT_COMMANDS and not name.startswith("_")
    }


def _run(name: str, arguments: list[str]) -> int:
    module = import_module(f"srm.cli.{command_modules()[name]}")
    parser = argparse.ArgumentParser(prog=f"srm {name}", description=module.HELP)
    module.add_arguments(parser)
    code: int = _answer(module.run, parser.parse_args(arguments))
    return code


def _answer(run: Callable[[argparse.Namespace], int], asked: argparse.Namespace) -> int:
    """Run a command; what is wrong around it is told in a line, not in a traceback."""
    try:
        return run(asked)
    except Exception as error:
        told = _told(error)
        if not told:
            raise
        print(f"srm: {told}", file=sys.stderr)
        return 1


def _told(error: Exception) -> str:
    """Return what to say of settings and databases; by name, as a calculation starts without Django."""
    name, first = type(error).__name__, str(error).strip().partition("\n")[0]
    if name == "ProgrammingError" and first.startswith("relation ") and first.endswith("does not exist"):
        return "the database has no tables yet, or old ones: run srm migrate first."
    return first if name in {"ImproperlyConfigured", "OperationalError", "ClusterError"} else ""


def _overview() -> str:
    commands = {name: _help_line(module) for name, module in command_modules().items()}
    width = max(map(len, commands))
    lines = [f"  {name:<{width}}  {line}".rstrip() for name, line in commands.items()]
    return "\n".join(["usage: srm COMMAND [ARGUMENTS]", "", *lines, "", "srm COMMAND --help tells more about one."])


def _help_line(module: str) -> str:
    path = _PACKAGE / f"{module}.py"
    source = (path if path.exists() else _PACKAGE / module / "__init__.py").read_text(encoding="utf-8")
    found = _HELP.search(source)
    return found[1] if found else ""


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # slower to load than a calculation is to run

    try:
        return f"srm {version('srm')}"
    except PackageNotFoundError:
        return "srm (not installed)"


if __name__ == "__main__":
    sys.exit(main())
