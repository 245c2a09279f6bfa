"""Published protocols: what holds is confirmed, every change is named with its place."""

import base64
import copy
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from srm.calc.canonical import GENESIS, canonical_bytes, chain_events
from srm.calc.protocol import build_protocol, protocol_bytes, seal_data, verify_protocol
from srm.calc.run import calculate, calculate_data
from srm.calc.signing import KeyFault, key_id, open_signing_key, read_public_keys, sign_head
from srm.cli.main import main
from srm.money.exact import CalcError
from tests.calc import independent_checker
from tests.calc.samples import GOOD, TIME

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
KEYS = {key_id(PUBLIC): PUBLIC}
CHECKER = Path(independent_checker.__file__)


def protocol(kind="scorecard", *, bare=False):
    data = copy.deepcopy(GOOD[kind])
    sealed = {} if bare else seal_data(data, calculate(kind, canonical_bytes(data)), subject="SC-2026-000001")
    events = [
        {"at": TIME, "kind": "ReviewOpened", "data": {"period": "2026-Q4", "by": "Олена"}},
        {"at": "2026-11-03T09:00:00.5+02:00", "kind": "ReviewClosed", "data": {"amount": "12.50", **sealed}},
    ]
    return build_protocol(kind=kind, subject="SC-2026-000001", data=data, events=events, key=KEY)


def verify(document, keys=None):
    return verify_protocol(json.dumps(document).encode(), KEYS if keys is None else keys).differences


def write(tmp_path, document):
    path = tmp_path / "protocol.json"
    path.write_bytes(protocol_bytes(document))
    return str(path)


@pytest.mark.parametrize("kind", GOOD)
def test_an_untouched_protocol_holds(kind):
    assert verify(protocol(kind)) == []


def test_a_protocol_is_the_same_file_every_time():
    assert protocol_bytes(protocol()) == protocol_bytes(protocol())


def test_a_stored_chain_is_kept_as_it_is():
    stored = chain_events([{"at": TIME, "kind": "Stored", "data": {}}])

    built = build_protocol(kind="scorecard", subject="X", data=GOOD["scorecard"], events=stored, key=KEY)

    assert built["events"] == stored
    assert verify(built) == []


def test_a_protocol_without_events_has_an_empty_chain():
    built = build_protocol(kind="scorecard", subject="X", data=GOOD["scorecard"], events=[], key=KEY)

    assert (built["head"]["count"], built["head"]["hash"]) == (0, GENESIS)
    assert verify(built) == []


def test_a_changed_result_is_named_field_by_field():
    changed = protocol(bare=True)
    changed["result"]["suppliers"][0]["total"] = "91.00"
    changed["result"]["suppliers"][0]["bonus"] = {"x": 1}
    del changed["result"]["suppliers"][1]["band"]
    changed["result"]["suppliers"].append({})

    assert verify(changed) == [
        ("result.suppliers", "recorded 3 of them, recomputed 2"),
        ("result.suppliers[0].total", 'recorded "91.00", recomputed "90.00"'),
        ("result.suppliers[0].bonus", "recorded an object, not recomputed"),
        ("result.suppliers[1].band", "not recorded, recomputed null"),
    ]


def test_true_is_not_one():
    changed = protocol("kraljic", bare=True)
    changed["result"]["counts"]["strategic"] = True

    assert verify(changed) == [("result.counts.strategic", "recorded true, recomputed 1")]


def test_an_input_changed_together_with_its_result_is_caught_by_the_sealing_event():
    forged = protocol()
    forged["input"]["suppliers"][0]["scores"]["quality"] = 99
    forged["result"] = calculate_data("scorecard", forged["input"])

    assert verify(forged) == [
        ("input", "not the one that events[1] recorded"),
        ("result", "not the one that events[1] recorded"),
    ]


def test_an_input_that_is_wrong_today_is_named_under_input():
    changed = protocol(bare=True)
    changed["input"]["suppliers"][0]["colour"] = "red"

    assert verify(changed) == [("input.suppliers[0].colour", "unknown field")]


def test_an_input_that_the_rules_refuse_is_named_under_input():
    changed = protocol(bare=True)
    changed["input"]["suppliers"][0]["scores"]["quality"] = 101

    assert verify(changed) == [("input.suppliers[0].scores.quality", "outside 0 to 100: 101")]


def test_a_changed_event_is_named():
    changed = protocol(bare=True)
    changed["events"][0]["data"]["by"] = "Mallory"

    ((path, message),) = verify(changed)

    assert path == "events[0].hash"
    assert message.startswith("recorded ")


def test_a_rehashed_chain_no_longer_fits_its_signed_head():
    forged = protocol(bare=True)
    forged["events"][0]["data"]["by"] = "Mallory"
    forged["events"] = chain_events(forged["events"])

    assert [path for path, _ in verify(forged)] == ["head.hash"]
    forged["head"]["hash"] = forged["events"][-1]["hash"]
    assert [path for path, _ in verify(forged)] == ["head.signature"]


def test_a_cut_end_shows():
    cut = protocol(bare=True)
    cut["events"].pop()

    assert [path for path, _ in verify(cut)] == ["head.count", "head.hash"]


def test_a_removed_or_swapped_event_shows():
    removed, swapped = protocol(bare=True), protocol(bare=True)
    removed["events"].pop(0)
    swapped["events"].reverse()

    assert [path for path, _ in verify(removed)] == ["events[0].seq", "events[0].prev", "head.count"]
    assert "events[0].seq" in [path for path, _ in verify(swapped)]


def test_a_head_signed_by_another_key_is_refused():
    other = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    forged = protocol()
    forged["head"] = sign_head(forged["events"], other, GENESIS)

    assert [path for path, _ in verify(forged)] == ["head.key"]
    forged["head"]["key"] = key_id(PUBLIC)
    assert [path for path, _ in verify(forged)] == ["head.signature"]


@pytest.mark.parametrize("signature", ["!", "AAAA", base64.b64encode(bytes(64)).decode()])
def test_what_is_no_signature_is_refused(signature):
    changed = protocol()
    changed["head"]["signature"] = signature

    assert [path for path, _ in verify(changed)] == ["head.signature"]


def test_without_a_key_the_signature_counts_as_not_checked():
    assert verify(protocol(), keys={}) == [
        ("head.signature", "not checked: give the installation's published key with --key")
    ]


@pytest.mark.parametrize(
    ("change", "path"),
    [({"version": 2}, "version"), ({"kind": "astrology"}, "kind"), ({"extra": 1}, "extra"), ({"events": {}}, "events")],
)
def test_what_is_no_protocol_is_refused_with_its_path(change, path):
    with pytest.raises(CalcError) as caught:
        verify({**protocol(), **change})

    assert [fault[0] for fault in caught.value.faults] == [path]


@pytest.mark.parametrize(
    ("once", "twice", "path"),
    [
        (b'"total":"90.00"', b'"total":"99.00","total":"90.00"', "result.suppliers[0].total"),
        (b'"period":"2026-Q4"', b'"period":[{"from":1,"from":2}]', "events[0].data.period[0].from"),
    ],
)
def test_a_name_given_twice_is_refused_however_deep_it_stands(once, twice, path):
    raw = protocol_bytes(protocol(bare=True))
    assert raw.count(once) == 1

    with pytest.raises(CalcError) as caught:
        verify_protocol(raw.replace(once, twice), KEYS)

    assert caught.value.faults == [(path, "given twice")]


def test_numbers_and_texts_that_no_hash_was_made_over_are_differences_not_crashes():
    raw = protocol_bytes(protocol(bare=True))
    spoiled = [
        raw.replace(b'"2026-Q4"', b"1" * 5000),
        raw.replace(b'"2026-Q4"', b"NaN"),
        raw.replace(b'"2026-Q4"', rb'"\ud800"'),
    ]

    for document in spoiled:
        paths = [path for path, _ in verify_protocol(document, KEYS).differences]
        assert paths == ["events[0].hash"]


@given(data=st.data())
def test_every_changed_leaf_is_detected(data):
    document = protocol()
    changed = copy.deepcopy(document)
    place = changed
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key]:
            break
        place = place[key]
    place[key] = f"{place[key]}x" if isinstance(place[key], str) else "x"

    try:
        differences = verify(changed)
    except CalcError:
        return
    assert differences


def test_a_changed_subject_is_detected_and_by_the_independent_checker_too():
    changed = {**protocol(), "subject": "SC-2026-000002"}

    assert verify(changed) == [("subject", "not the one that events[1] recorded")]
    assert independent_checker.check(changed, PUBLIC) == ["the subject is not the one that was recorded"]
    assert independent_checker.check(protocol(), PUBLIC) == []


def test_the_command_confirms_what_holds(tmp_path, capsys):
    path = write(tmp_path, protocol())

    assert main(["verify", path, "--key", base64.b64encode(PUBLIC).decode()]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "scorecard: the result follows from the input",
        "chain: 2 events, each bound to the one before",
        f"head: signed by key {key_id(PUBLIC)}",
    ]


def test_the_command_prints_what_differs_and_exits_1(tmp_path, capfd):
    document = protocol(bare=True)
    document["result"]["suppliers"][0]["total"] = "91.00"

    code = main(["verify", write(tmp_path, document), "--key", base64.b64encode(PUBLIC).decode()])

    out, err = capfd.readouterr()
    assert (code, out, err) == (1, 'result.suppliers[0].total: recorded "91.00", recomputed "90.00"\n', "")


def test_the_command_uses_the_keys_that_this_installation_published(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("SRM_DATA_DIR", str(tmp_path))
    path = write(tmp_path, protocol())

    assert main(["verify", path]) == 1
    key = open_signing_key(tmp_path / "keys")
    own = build_protocol(kind="scorecard", subject="X", data=GOOD["scorecard"], events=[], key=key)
    assert main(["verify", write(tmp_path, own)]) == 0

    assert capfd.readouterr().out.startswith("head.signature: not checked")


@pytest.mark.parametrize("content", [b"{}", b"[" * 10**6])
def test_the_command_exits_2_for_what_is_no_protocol(tmp_path, capfd, content):
    path = tmp_path / "x.json"
    path.write_bytes(content)

    assert main(["verify", str(path)]) == 2

    assert capfd.readouterr().out == ""


def test_the_command_exits_2_for_what_is_no_key(tmp_path, capfd):
    assert main(["verify", write(tmp_path, protocol()), "--key", "nonsense"]) == 2

    assert capfd.readouterr() == ("", "--key: neither a file nor the base64 of 32 bytes\n")


def test_the_signing_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first, again = (open_signing_key(tmp_path / "keys") for _ in range(2))

    assert first.private_bytes_raw() == again.private_bytes_raw()
    assert stat.S_IMODE((tmp_path / "keys" / "signing.key").stat().st_mode) == 0o600


def test_a_new_key_leaves_the_old_one_published(tmp_path):
    old = open_signing_key(tmp_path).public_key().public_bytes_raw()
    (tmp_path / "signing.key").unlink()
    new = open_signing_key(tmp_path).public_key().public_bytes_raw()

    assert read_public_keys(str(tmp_path / "published.json")) == {key_id(old): old, key_id(new): new}


def test_keys_are_read_from_base64_and_pem(tmp_path):
    text, pem = tmp_path / "key.txt", tmp_path / "key.pem"
    text.write_text(base64.b64encode(PUBLIC).decode() + "\n")
    pem.write_bytes(KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    assert read_public_keys(str(text)) == read_public_keys(str(pem)) == KEYS


def test_a_key_of_another_kind_is_refused(tmp_path):
    pem = tmp_path / "key.pem"
    public = generate_private_key(SECP256R1()).public_key()
    pem.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    with pytest.raises(KeyFault, match="not an Ed25519 public key"):
        read_public_keys(str(pem))


def test_canonical_json_has_sorted_keys_no_spaces_and_plain_utf_8():
    assert canonical_bytes({"b": [1, "ї"], "a": None}) == '{"a":null,"b":[1,"ї"]}'.encode()


def test_an_independent_checker_confirms_what_we_write(tmp_path):
    path = write(tmp_path, protocol())
    command = [sys.executable, str(CHECKER), path, base64.b64encode(PUBLIC).decode()]

    run = subprocess.run(command, capture_output=True, cwd=tmp_path)  # noqa: S603

    assert (run.returncode, run.stdout, run.stderr) == (0, b"all holds\n", b"")


def test_an_independent_checker_finds_what_we_find():
    forged = protocol()
    forged["events"][0]["data"]["by"] = "Mallory"
    forged["result"]["suppliers"][0]["total"] = "1.00"
    forged["head"]["count"] = 1

    assert independent_checker.check(forged, PUBLIC) == [
        "event 1 was changed",
        "the head is not the end of this chain",
        "the signature does not hold",
        "the result does not follow from the input",
        "the result is not the one that was recorded",
    ]
    assert len(verify(forged)) == 5


def test_the_independent_checker_imports_nothing_of_ours():
    source = CHECKER.read_text()

    assert not any(f"import {name}" in source or f"from {name}" in source for name in ("srm", "suppliers", "tenders"))
