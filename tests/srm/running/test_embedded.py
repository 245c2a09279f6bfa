import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from srm import embedded
from srm.embedded import cluster
from srm.embedded.cluster import Cluster, ClusterError

KEEP = "WITH kept AS (SELECT lo_create(4242)) SELECT count(*) FROM kept"
KEPT = "SELECT oid::int FROM pg_largeobject_metadata"


@pytest.fixture
def data_dir():
    # pytest's own directories are closed to others, and as root the server runs as somebody else
    with tempfile.TemporaryDirectory(prefix="srm-test-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name) / "var"


@pytest.fixture
def cluster_on():
    made = []

    def make(data_dir):
        made.append(Cluster(data_dir, {"fsync": "off"}))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def answer(made, sql):
    with psycopg.connect(host=str(made.sockets), user="srm", dbname="srm", autocommit=True) as connection:
        return connection.execute(sql).fetchone()[0]


def test_what_was_committed_is_there_after_a_second_start(data_dir, cluster_on):
    first = cluster_on(data_dir)
    first.start()
    answer(first, KEEP)
    first.stop()

    second = cluster_on(data_dir)
    second.start()
    found = answer(second, KEPT)
    second.stop()

    assert found == 4242


def test_it_starts_again_after_kill_9_and_leftover_files(data_dir, cluster_on):
    killed = cluster_on(data_dir)
    killed.start()
    answer(killed, KEEP)
    killed.process.kill()
    killed.process.wait()

    after = cluster_on(data_dir)
    after.stop_orphan()
    after.start()
    found = answer(after, KEPT)
    after.stop()

    assert found == 4242


def test_it_ends_with_its_supervisor_even_by_kill_9(data_dir, cluster_on):
    script = (
        "import os, sys, pathlib; from srm.embedded.cluster import Cluster;"
        "c = Cluster(pathlib.Path(sys.argv[1])); c.start(); print(c.process.pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    run = subprocess.run([sys.executable, "-c", script, str(data_dir)], capture_output=True, text=True)  # noqa: S603

    left = cluster_on(data_dir)
    left.stop_orphan()

    assert run.returncode == -signal.SIGKILL
    assert not left.is_ready()


def test_a_second_server_on_the_same_data_is_refused(data_dir, cluster_on):
    first = cluster_on(data_dir)
    first.start()

    with pytest.raises(ClusterError, match="already runs"):
        cluster_on(data_dir).start()

    assert answer(first, "SELECT 1") == 1
    first.stop()


def test_a_command_uses_the_server_that_runs_and_leaves_it_running(data_dir, cluster_on):
    first = cluster_on(data_dir)
    first.start()

    with cluster.running(data_dir):
        pass

    assert first.is_ready()
    first.stop()


def test_a_path_too_long_for_a_socket_moves_the_socket_only(tmp_path):
    data_dir = tmp_path / ("x" * 100)

    sockets = embedded.socket_directory(data_dir)

    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= embedded.SOCKET_PATH_LIMIT
    assert embedded.socket_directory(data_dir) == sockets


def test_roots_closed_directories_move_the_data(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(embedded, "open_to_all", lambda _path: False)

    directory = embedded.cluster_directory(tmp_path / "var")

    assert directory.parent == embedded.SYSTEM_HOME
