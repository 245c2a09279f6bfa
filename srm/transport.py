"""kombu's `pgmq` transport, listening only where somebody reads.

kombu's own opens a LISTEN session in every process that publishes, and there nobody ever reads it: what is announced
fills its socket until the server process of the session stands still, and with it everything that waits for all
of them (`DROP DATABASE`, the notification queue's end).
"""

from kombu.transport import pgmq


class Waiter(pgmq._NotifyWaiter):
    """Remembers the queues it is told of; the session opens when somebody begins to wait."""

    def register(self, queue_name: str) -> None:
        """Note the queue's channel; a session that is open already listens to it as well."""
        channel = f"pgmq.q_{queue_name}.INSERT"
        with self._lock:
            if self._closed or channel in self._channels:
                return
            self._channels.add(channel)
            if self._conn is not None:
                self._listen(self._conn, channel)


class Transport(pgmq.Transport):
    """What `pgmq://` means here."""

    def _get_notify_waiter(self) -> pgmq._NotifyWaiter:
        if self._notify_waiter is None:
            self._notify_waiter = Waiter(self._get_pgmq_client().config.dsn)
        return self._notify_waiter
