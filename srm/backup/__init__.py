"""All data in one archive, and back: database, files, and the facts that prove that nothing is missing."""


class BackupError(RuntimeError):
    """A backup could not be written or used; the message says why."""
