"""`python -m bench`: all benchmarks, and docs/benchmarks.md."""

import sys

from bench.record import ROOT, record

sys.exit(record("bench", "bench", ROOT / "docs" / "benchmarks.md", "Benchmarks"))
