import signal
import sys
import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from srm.cli import serve
from srm.cli.main import main
from srm.supervisor import child as child_module
from srm.supervisor.child import Child
from srm.supervisor.commands import Plan, children
from srm.supervisor.lock import AlreadyRunning, DirectoryLock
from srm.supervisor.run import StartError, require_free_port


def python(code, tmp_path, **more):
    return Child("probe", [sys.executable, "-c", code], {}, log=tmp_path / "probe.log", **more)


def wait_until(truth, limit=20):
    deadline = time.monotonic() + limit
    while not truth() and time.monotonic() < deadline:
        time.sleep(0.02)
    return truth()


def test_a_crashed_child_is_started_again_after_its_pause(tmp_path, monkeypatch):
    monkeypatch.setattr(child_module, "FIRST_PAUSE", 0.01)
    probe = python("print('one more time')", tmp_path)
    probe.pause = 0.01
    probe.start()
    probe.process.wait()

    told = probe.tend()
    time.sleep(0.1)
    probe.tend()
    probe.process.wait()

    assert told.startswith("probe ended with 0")
    assert probe.last_words().splitlines() == ["one more time", "one more time"]


def test_pauses_grow_while_it_keeps_crashing(tmp_path):
    probe, pauses = python("raise SystemExit(3)", tmp_path), []
    for _ in range(6):
        probe.start()
        probe.process.wait()
        probe.tend()
        pauses.append(probe.pause)

    assert pauses == [2, 4, 8, 16, 30, 30]


def test_stopping_waits_for_a_clean_end(tmp_path):
    code = (
        "import signal, sys, time;"
        "signal.signal(signal.SIGTERM, lambda *_: (print('clean', flush=True), sys.exit(0)));"
        "print('up', flush=True); time.sleep(60)"
    )
    probe = python(code, tmp_path)
    probe.start()
    wait_until(lambda: "up" in probe.last_words())

    probe.ask_to_stop()
    probe.wait_stopped()

    assert (probe.process.returncode, probe.last_words().splitlines()) == (0, ["up", "clean"])


def test_a_deaf_child_is_ended_by_force(tmp_path):
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    probe = python(code, tmp_path, patience=0.2)
    probe.start()
    wait_until(lambda: "up" in probe.last_words())

    probe.ask_to_stop()
    probe.wait_stopped()

    assert probe.process.returncode == -signal.SIGKILL


def test_one_supervisor_per_directory(tmp_path):
    DirectoryLock(tmp_path).take()

    with pytest.raises(AlreadyRunning, match="already runs"):
        DirectoryLock(tmp_path).take()


def test_a_used_port_is_named(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(StartError, match=str(port)):
            require_free_port("127.0.0.1", port)


def test_a_plan_starts_the_parts_it_names(tmp_path):
    made = children(Plan(data_dir=tmp_path, parts=("worker", "beat")))

    assert [child.name for child in made] == ["worker", "beat"]


def test_the_demos_key_never_listens_beyond_this_machine(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("SECRET_KEY_FILE", raising=False)

    assert "SECRET_KEY" in serve.unsafe(Plan(data_dir=tmp_path, host="0.0.0.0"))  # noqa: S104
    assert serve.unsafe(Plan(data_dir=tmp_path)) == ""


@pytest.mark.parametrize("number", ["0", "-1", "99999", "abc"])
def test_a_port_that_does_not_exist_is_refused(number, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", number])

    assert ended.value.code == 2
    assert "invalid port value" in capsys.readouterr().err


def test_wrong_settings_start_nothing(tmp_path, monkeypatch, capsys):
    def refused(name):
        raise ImproperlyConfigured("EMAIL_URL: something like smtp://host")

    monkeypatch.setattr(serve, "import_module", refused)
    monkeypatch.setenv("SRM_DATA_DIR", str(tmp_path))

    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "srm: EMAIL_URL: something like smtp://host\n"
    assert list(tmp_path.iterdir()) == []
