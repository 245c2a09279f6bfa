"""Assurance checks: `run(broken)` measures one promise; with a guard switched off (`broken`) it must not hold."""
