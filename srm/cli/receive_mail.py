"""``srm receive-mail < letter.eml``: a request that came by e-mail becomes its sender's draft."""

import argparse
import sys

from srm.cli._running import product

HELP = "Read an e-mail from the standard input and draft the request it holds."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        f"{HELP} For the pipe of a mail server that has checked the sender: the address in From is believed, and "
        "nothing but a draft is made."
    )


def run(_args: argparse.Namespace) -> int:
    """0 with the draft's number on stdout, 2 with what could not be read."""
    raw = sys.stdin.buffer.read()
    with product():
        from procurement.forms.letter import receive_letter
        from srm.errors import Invalid, SRMError

        try:
            print(receive_letter(raw).number)
        except Invalid as error:
            wrong = [f"{path}: {message}" for path, messages in error.errors.items() for message in messages]
            print(*(f"srm receive-mail: {line}" for line in wrong), sep="\n", file=sys.stderr)
            return 2
        except SRMError as error:
            print(f"srm receive-mail: {error.message}", file=sys.stderr)
            return 2
    return 0
