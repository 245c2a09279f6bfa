"""The small package that a losing supplier installs: Python, our rules, and nothing else."""

import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from srm.calc.protocol import build_protocol, protocol_bytes
from srm.calc.registry import CALCULATIONS
from srm.calc.run import calculate, result_text
from srm.calc.signing import open_signing_key
from tests.calc.samples import GOOD, TIME
from tools.checker import build

STRANGERS = ("django", "rest_framework", "celery", "jsonschema", "psycopg")
RUN = "import sys; sys.path.insert(0, {0!r}); from srm.cli.main import main; sys.exit(main(sys.argv[1:]))"
RUN_WITH_PACKAGES = (  # the environment's packages behind ours, but what the product is made of cannot be imported
    "import sys; sys.path[:0] = [{0!r}]; sys.path.append({1!r}); sys.modules.update(dict.fromkeys({2!r}));"
    "from srm.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


PAGES = Path(__file__).parents[2] / "docs" / "calculations"
FIRST_EXAMPLE = re.compile(r"^```json(?: example)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example(name):
    """The first input on the calculation's page."""
    return FIRST_EXAMPLE.search((PAGES / f"{name}.md").read_text(encoding="utf-8"))[1].encode()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Where the wheel is unpacked, which is what installing a pure wheel does."""
    folder = tmp_path_factory.mktemp("checker")
    with zipfile.ZipFile(build(folder)) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def run(code, *arguments, given=b"", cwd):
    command = [sys.executable, "-I", "-S", "-c", code, *arguments]  # -S: no site-packages at all
    return subprocess.run(command, input=given, capture_output=True, cwd=cwd)  # noqa: S603


def with_packages(installed):
    return RUN_WITH_PACKAGES.format(str(installed), sysconfig.get_path("platlib"), STRANGERS)


@pytest.mark.parametrize("name", [name for name in CALCULATIONS if name != "award"])
def test_a_calculation_runs_on_python_and_the_wheel_alone(installed, tmp_path, name):
    given = example(name)

    done = run(RUN.format(str(installed)), "calc", name, given=given, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == result_text(calculate(name, given)) + "\n"


def test_an_award_needs_the_solver_besides_but_nothing_of_the_product(installed, tmp_path):
    given = example("award")

    done = run(with_packages(installed), "calc", "award", given=given, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == result_text(calculate("award", given)) + "\n"


def test_a_protocol_is_verified_and_a_changed_one_is_not(installed, tmp_path):
    key = open_signing_key(tmp_path / "keys")
    events = [{"at": TIME, "kind": "BidsOpened", "data": {"bids": 1}}]
    protocol = build_protocol(kind="score", subject="TN-2026-000001", data=GOOD["score"], events=events, key=key)
    changed = {**protocol, "subject": "TN-2026-000001", "result": {**protocol["result"], "ranking": []}}
    verify = ("verify", "-", "--key", str(tmp_path / "keys" / "published.json"))

    good = run(with_packages(installed), *verify, given=protocol_bytes(protocol), cwd=tmp_path)
    bad = run(with_packages(installed), *verify, given=protocol_bytes(changed), cwd=tmp_path)

    assert (good.returncode, good.stderr) == (0, b"")
    assert bad.returncode == 1
    assert bad.stdout.decode().startswith("result.ranking: ")


def test_the_wheel_holds_no_part_of_the_product_but_rules_and_gives_the_same_bytes_again(tmp_path):
    first, second = build(tmp_path / "one"), build(tmp_path / "two")

    with zipfile.ZipFile(first) as wheel:
        folders = {tuple(name.split("/")[:2]) for name in wheel.namelist() if name.count("/") > 1}
        record = wheel.read(next(name for name in wheel.namelist() if name.endswith("RECORD"))).decode()
        assert len(record.splitlines()) == len(wheel.namelist())
    assert {(top, room) for top, room in folders if room not in {"rules", "licenses"}} == {
        ("srm", "calc"),
        ("srm", "cli"),
        ("srm", "money"),
    }
    assert first.read_bytes() == second.read_bytes()


def test_signing_keys_of_another_installation_are_not_taken(installed, tmp_path):
    protocol = build_protocol(
        kind="score", subject="TN-1", data=GOOD["score"], events=[], key=Ed25519PrivateKey.generate()
    )
    open_signing_key(tmp_path / "keys")

    done = run(
        with_packages(installed),
        *("verify", "-", "--key", str(tmp_path / "keys" / "published.json")),
        given=protocol_bytes(protocol),
        cwd=tmp_path,
    )

    assert done.returncode == 1
    assert done.stdout.decode().startswith("head.key: ")
