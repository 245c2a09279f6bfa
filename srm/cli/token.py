"""``srm token EMAIL``: an API token for one person, shown once."""

import argparse
import sys

from srm.cli._running import product

HELP = "Make an API token for a person and print it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--name", default="made on the command line", help="what the token is for")


def run(args: argparse.Namespace) -> int:
    """0 with the token on stdout, 2 when there is no such active person."""
    with product():
        from srm.accounts.models import User
        from srm.accounts.services import issue_token
        from srm.authz import SYSTEM

        user = User.objects.filter(email__iexact=args.email, is_active=True).first()
        if user is None:
            print(f"srm token: nobody active has the address {args.email}", file=sys.stderr)
            return 2
        print(issue_token(user=user, name=args.name, by=SYSTEM)[1])
    return 0
