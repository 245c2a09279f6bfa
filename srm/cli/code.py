"""``srm code EMAIL``: the code that the authenticator app of a login of the demo would show."""

import argparse
import sys

from srm.cli._running import product

HELP = "Print the second factor's code of a login of the demo."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")


def run(args: argparse.Namespace) -> int:
    """0 with the code on stdout, 1 while the codes of this minute are used, 2 when it is no login of the demo."""
    with product():
        from srm.accounts.demo import demo_code, has_demo_factor
        from srm.accounts.models import User

        user = User.objects.filter(email__iexact=args.email, is_active=True).first()
        if user is None or not has_demo_factor(user):
            print(f"srm code: {args.email} is no login of the demo with a second factor", file=sys.stderr)
            return 2
        code = demo_code(user)
        if code is None:
            print("srm code: the codes of this minute are used; ask again in half a minute", file=sys.stderr)
            return 1
        print(code)
    return 0
