"""`python -m bench.checks`: all assurance checks, and docs/assurance.md."""

import sys

from bench.record import ROOT, record

sys.exit(record("bench.checks", "check", ROOT / "docs" / "assurance.md", "Assurance"))
