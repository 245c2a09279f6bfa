"""The commands as a shell sees them: exit code, stdout, stderr."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from srm.calc.paths import path_text
from srm.calc.registry import CALCULATIONS
from srm.cli.main import command_modules, main
from tests.calc.samples import GOOD, spoiled

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path):
    def write(data):
        path = tmp_path / "input.json"
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        return str(path)

    return write


def shell(*arguments, given=b""):
    return python("-m", "srm.cli", *arguments, given=given)


def python(*arguments, given=b""):
    return subprocess.run([sys.executable, *arguments], input=given, capture_output=True, cwd=ROOT)  # noqa: S603


@pytest.mark.parametrize("name", GOOD)
def test_calc_prints_one_line_of_json(file, capfdbinary, name):
    code = main(["calc", name, file(GOOD[name])])

    out, err = capfdbinary.readouterr()
    assert (code, err, out.count(b"\n")) == (0, b"", 1)
    assert isinstance(json.loads(out), dict)


def test_calc_reads_standard_input_and_answers_the_same_bytes():
    given = json.dumps(GOOD["score"]).encode()

    runs = [shell("calc", "score", *file, given=given) for file in ([], ["-"])]

    assert runs[0].returncode == 0
    assert runs[0].stdout == runs[1].stdout != b""


def test_a_result_is_utf_8_whatever_the_locale(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    data = spoiled("score", ("bids", 0, "id"), "ТОВ «Їжак»")

    run = shell("calc", "score", given=json.dumps(data).encode())

    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["ranking"][0]["id"] == "ТОВ «Їжак»"


def test_bad_input_exits_2_with_a_line_for_each_fault_and_nothing_on_stdout(file, capfdbinary):
    data = spoiled("score", ("bids", 0, "price"), "12,50x")
    data["bids"][0]["line\nbreak\u2028"] = 1

    code = main(["calc", "score", file(data)])

    out, err = capfdbinary.readouterr()
    assert (code, out) == (2, b"")
    assert err.decode().splitlines() == [
        'bids[0].price: not a number: "12,50x"',
        r'bids[0]["line\nbreak\u2028"]: unknown field',
    ]


def test_a_fault_found_by_the_rules_exits_2_too(file, capfdbinary):
    code = main(["calc", "score", file(spoiled("score", ("tie_break",), ["price"]))])

    assert (code, *capfdbinary.readouterr()) == (2, b"", b'tie_break[0]: expected "total" first\n')


def test_a_missing_file_exits_2(tmp_path, capfdbinary):
    path = str(tmp_path / "nothing.json")

    assert main(["calc", "score", path]) == 2

    assert capfdbinary.readouterr() == (b"", f"{path}: No such file or directory\n".encode())


def test_an_unknown_calculation_exits_2(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["calc", "astrology"])

    assert caught.value.code == 2


def test_help_lists_every_command_with_a_line(capsys):
    assert main(["--help"]) == 0

    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    listed = {line.split()[0]: line.split(maxsplit=1)[1:] for line in lines}
    assert listed.keys() == command_modules().keys() >= {"calc", "verify"}
    assert all(listed.values())


def test_no_command_and_an_unknown_command_exit_2(capsys):
    assert main([]) == 2
    assert main(["dance"]) == 2

    assert capsys.readouterr().err == "srm: no command 'dance'; srm --help lists them\n"


def test_version_is_printed(capsys):
    assert main(["--version"]) == 0

    assert capsys.readouterr().out.startswith("srm ")


@pytest.mark.parametrize("name", CALCULATIONS)
def test_a_calculation_imports_neither_django_nor_the_solver(name):
    code = (
        "import sys; from srm.calc.registry import load_check, load_function; import srm.cli.calc, srm.cli.main;"
        f"load_check({name!r}); load_function({name!r});"
        "heavy = ('django', 'jsonschema', 'numpy', 'highspy', 'cryptography', 'importlib.metadata');"
        "print([m for m in heavy if m in sys.modules])"
    )

    run = python("-c", code)

    assert (run.stdout, run.stderr) == (b"[]\n", b"")


def test_calc_starts_in_under_300_ms_of_processor_time():
    given = json.dumps(GOOD["scorecard"]).encode()

    def once():  # a busy machine stretches the wall clock, not the work
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        shell("calc", "scorecard", given=given)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(once() for _ in range(5)) < 0.3


HOSTILE = [[[]], {"a": {"b": [{"c": []}]}}, "\ud800", True, 1e300, [None, {}], "x" * 5000]


def leaves(node, steps=()):
    if not isinstance(node, dict | list):
        yield steps
        return
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
        yield from leaves(inner, (*steps, key))


@pytest.mark.parametrize("name", ["scorecard", "match"])
def test_whatever_stands_in_a_value_it_is_refused_by_its_path(file, capfdbinary, name):
    cases = [(steps, value) for steps in leaves(GOOD[name]) for value in HOSTILE]
    assert len(cases) >= 60

    for steps, value in cases:
        code = main(["calc", name, file(spoiled(name, steps, value))])
        out, err = capfdbinary.readouterr()
        assert (code, out) == (2, b""), (steps, value)
        assert err.startswith(path_text(_nested(steps)).encode()), (steps, value, err)


def _nested(steps):
    path = None
    for step in steps:
        path = (path, step)
    return path


@pytest.mark.parametrize("name", ["scorecard", "match"])
@pytest.mark.parametrize("raw", [b'{"suppliers":' * 50_000, b"[" * 200_000, b"{}", b"null", b'"x"', b"\xff", b"1e999"])
def test_whatever_the_whole_is_it_is_refused_without_a_traceback(file, capfdbinary, name, raw):
    code = main(["calc", name, file(raw)])

    out, err = capfdbinary.readouterr()
    assert (code, out, b"Traceback" in err) == (2, b"", False)
    assert err.strip()
