"""What a calculation accepts, and how it says no."""

import json
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm.calc.paths import FAULT_LIMIT
from srm.calc.reader import BYTE_LIMIT, read_json
from srm.calc.registry import CALCULATIONS, load_check, load_schema
from srm.calc.run import calculate, calculate_data, result_text
from srm.calc.schema import check_data, compile_schema
from srm.money.exact import CalcError
from tests.calc.samples import BAD, GOOD, TIME, spoiled


def faults_of(call, *args):
    with pytest.raises(CalcError) as caught:
        call(*args)
    return [f"{path}: {message}" for path, message in caught.value.faults]


def check(name, data):
    return check_data(load_check(name), read_json(json.dumps(data).encode()))


@pytest.mark.parametrize("name", GOOD)
def test_a_good_input_has_a_result_that_is_plain_json(name):
    result = calculate(name, json.dumps(GOOD[name]).encode())

    assert json.loads(result_text(result)) == result


@pytest.mark.parametrize(("name", "path", "value", "fault"), BAD)
def test_a_bad_value_is_named_by_its_json_path(name, path, value, fault):
    (found,) = faults_of(check, name, spoiled(name, path, value))

    assert found.startswith(fault)


@pytest.mark.parametrize("name", CALCULATIONS)
def test_every_schema_is_a_schema_and_inside_our_subset(name):
    jsonschema.Draft202012Validator.check_schema(load_schema(name))

    compile_schema(load_schema(name))


def agrees(name, data):
    checker = jsonschema.Draft202012Validator(load_schema(name))
    return checker.is_valid(data)


@pytest.mark.parametrize("name", GOOD)
def test_a_general_validator_agrees_on_good_input(name):
    assert agrees(name, GOOD[name])


# What JSON Schema's subset cannot say is left to our check: the calendar, and numbers beyond the digit limits.
OURS_ALONE = {"2026-02-30T10:00:00Z"}


@pytest.mark.parametrize(("name", "path", "value", "fault"), BAD)
def test_a_general_validator_agrees_on_bad_input(name, path, value, fault):
    assert agrees(name, spoiled(name, path, value)) is (isinstance(value, str) and value in OURS_ALONE)


@pytest.mark.parametrize("text", ["1", "1.50", "-0.5", "1e3", "1E+30", "1e-30", "007"])
def test_decimal_text_is_kept_as_given(text):
    data = spoiled("kraljic", ("axes", "supply_risk", "low"), text)

    assert check("kraljic", data)["axes"]["supply_risk"]["low"] == text


def test_a_json_number_is_read_as_its_decimal_text():
    raw = json.dumps(GOOD["score"]).replace('"100.00"', "0.1000000000000000055511151231257827").encode()

    checked = check_data(load_check("score"), read_json(raw.replace(b"55511151231257827", b"")))

    assert checked["bids"][0]["price"] == "0.10000000000000000"
    assert type(checked["bids"][0]["price"]) is str


def test_whole_numbers_may_be_written_with_a_fraction_of_zero():
    assert check("score", spoiled("score", ("rounding", "total"), 2.0))["rounding"]["total"] == 2


def test_the_product_may_hand_in_decimals_and_ints_but_no_floats():
    data = spoiled("score", ("bids", 0, "price"), Decimal("100.00"))

    assert calculate_data("score", data) == calculate_data("score", GOOD["score"])
    data["bids"][0]["price"] = 100.0
    assert faults_of(calculate_data, "score", data) == ["bids[0].price: not a number: 100.0"]


def test_checking_leaves_the_given_data_alone():
    data = spoiled("score", ("bids", 0, "price"), 100)

    calculate_data("score", data)

    assert data["bids"][0]["price"] == 100


def test_every_fault_is_reported_in_input_order():
    data = spoiled("score", ("bids", 0, "price"), "x")
    data["method"] = "best"

    faults = faults_of(check, "score", data)

    assert [fault.split(":")[0] for fault in faults] == ["method", "bids[0].price"]


def test_duplicate_ids_are_faults():
    data = spoiled("score", ("bids",), [{"id": "A", "price": "1", "received_at": TIME}] * 3 + [5])

    assert faults_of(check, "score", data) == [
        "bids[3]: expected an object, not 5",
        'bids[1].id: duplicate: "A"',
        'bids[2].id: duplicate: "A"',
    ]


def test_a_name_given_twice_is_a_fault():
    raw = json.dumps(GOOD["score"]).replace('"price": "100.00"', '"price": "100.00", "price": "1.00"')

    assert faults_of(calculate, "score", raw.encode()) == ["bids[0].price: given twice"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused_as_number_and_as_text(number):
    raw = json.dumps(GOOD["score"])

    as_number = faults_of(calculate, "score", raw.replace('"100.00"', number).encode())
    as_text = faults_of(calculate, "score", raw.replace("100.00", number).encode())

    assert as_number == [f"bids[0].price: not a number: {number}"]
    assert as_text == [f'bids[0].price: not a number: "{number}"']


def test_a_huge_exponent_is_refused_before_it_becomes_a_number():
    raw = json.dumps(GOOD["score"]).replace('"100.00"', "1e999999").encode()

    assert faults_of(calculate, "score", raw) == ["bids[0].price: exponent beyond ±30: 1e999999"]


def test_a_number_of_a_million_digits_is_refused():
    raw = json.dumps(GOOD["score"]).replace('"100.00"', "1" * 10**6).encode()

    assert faults_of(calculate, "score", raw) == [f"bids[0].price: longer than a number may be: {'1' * 60}…"]


def test_half_a_surrogate_pair_is_refused_in_ids_and_in_names():
    raw = json.dumps(GOOD["score"]).replace('"A"', r'"\ud800"').replace('"p1"', r'"\udc00"').encode()

    assert faults_of(calculate, "score", raw) == [
        r'bids[0].id: expected text, not "\ud800"',
        r'bids[0].scores.warranty["\udc00"]: unknown field',
    ]


@pytest.mark.parametrize("raw", [b"[" * 10**6, b'{"a":' * 10**5, b"[" * 100_000 + b"]" * 100_000])
def test_deep_nesting_is_refused(raw):
    (fault,) = faults_of(calculate, "score", raw)

    assert fault == "$: nested too deeply"


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", "$: not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b'{"a":\n1,}', "$: not JSON: "),
        (b"\xff{}", "$: not UTF-8 at byte 0"),
        (b"[]", "$: expected an object, not a list"),
        (b" " * (BYTE_LIMIT + 1), "$: larger than 32 MiB"),
    ],
)
def test_what_is_no_json_object_is_refused(raw, fault):
    (found,) = faults_of(calculate, "score", raw)

    assert found.startswith(fault)


def test_a_byte_order_mark_is_no_fault():
    raw = json.dumps(GOOD["score"]).encode("utf-8-sig")

    assert calculate("score", raw) == calculate_data("score", GOOD["score"])


def test_a_million_bad_rows_are_answered_with_a_bounded_list():
    raw = json.dumps(spoiled("score", ("bids",), [])).replace('"bids": []', '"bids": [' + "{}," * 999_999 + "{}]")

    faults = faults_of(calculate, "score", raw.encode())

    assert len(faults) == FAULT_LIMIT + 1
    assert faults[-1] == "$: more than 1000 faults, the rest are not shown"


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "object", "patternProperties": {}}, "outside the subset"),
        ({"type": "number"}, "outside the subset"),
    ],
)
def test_a_schema_beyond_the_subset_is_refused_when_compiled(schema, message):
    with pytest.raises(ValueError, match=message):
        compile_schema(schema)


def test_one_of_several_groups_of_fields_is_demanded():
    number = {"type": "integer"}
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"step": number, "percent": number},
        "oneOf": [{"required": ["step"]}, {"required": ["percent"]}],
    }
    compiled = compile_schema(schema)

    assert check_data(compiled, {"step": 1}) == {"step": 1}
    for data in ({}, {"step": 1, "percent": 1}):
        assert faults_of(check_data, compiled, data) == ["$: needs exactly one of step, percent"]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(name=st.sampled_from(list(GOOD)), value=values, data=st.data())
def test_whatever_stands_anywhere_the_answer_is_a_result_or_faults(name, value, data):
    broken = json.loads(json.dumps(GOOD[name]))
    place = broken
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        if data.draw(st.booleans()) or not isinstance(place[key], dict | list):
            place[key] = value
            break
        place = place[key]

    try:
        result = calculate(name, json.dumps(broken).encode())
    except CalcError:
        return  # refused with a message: the other good answer
    assert json.loads(result_text(result)) == result
