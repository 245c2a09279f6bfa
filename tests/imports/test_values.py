from datetime import date, datetime
from decimal import Decimal

import pytest

from srm.imports.columns import CellError, Column, ColumnType
from srm.imports.sheets.formats import Formats, guess_formats
from srm.imports.sheets.heads import column_index, guess_mapping, letter, signature
from srm.imports.sheets.source import Formula
from srm.imports.sheets.values import parse_cell

POINT, COMMA = Formats("."), Formats(",")
MONTH_FIRST = Formats(".", day_first=False)


def read(cell, kind=ColumnType.TEXT, formats=POINT, **column):
    return parse_cell(cell, Column("x", "X", kind, **column), formats, {})


@pytest.mark.parametrize(
    ("cell", "formats", "expected"),
    [
        ("1234.5", POINT, "1234.5"),
        ("1,234.50", POINT, "1234.50"),
        ("1 234,5", COMMA, "1234.5"),
        ("1.234.567,89", COMMA, "1234567.89"),
        ("1\u00a0234,5", COMMA, "1234.5"),
        ("-7", POINT, "-7"),
        ("1,234", POINT, "1234"),
        ("1,234", COMMA, "1.234"),
        (0.1 + 0.2, POINT, "0.3"),
        (1234, POINT, "1234"),
    ],
)
def test_a_number_is_read_as_its_sheet_writes_numbers(cell, formats, expected):
    assert read(cell, ColumnType.DECIMAL, formats) == Decimal(expected)


@pytest.mark.parametrize(
    "cell", ["", "ten", "1,5", "1.2.3", "1e999999", "NaN", "Infinity", "0x10", "12 pcs", True, "9" * 30, "٣", "--1"]
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(CellError):
        read(cell, ColumnType.DECIMAL, required=True)


@pytest.mark.parametrize(
    ("cell", "formats", "expected"),
    [
        ("2006-06-02", POINT, date(2006, 6, 2)),
        ("02-Jun-06", POINT, date(2006, 6, 2)),
        ("2 июня 2026 г.", POINT, date(2026, 6, 2)),
        ("2 червня 2026 р.", POINT, date(2026, 6, 2)),
        ("02.06.2026", POINT, date(2026, 6, 2)),
        ("06/02/2026", MONTH_FIRST, date(2026, 6, 2)),
        ("1/2/69", POINT, date(1969, 2, 1)),
        (datetime(2026, 6, 2, 0, 0), POINT, date(2026, 6, 2)),
        (date(2026, 6, 2), POINT, date(2026, 6, 2)),
    ],
)
def test_a_date_is_read_in_the_ways_people_write_it(cell, formats, expected):
    assert read(cell, ColumnType.DATE, formats) == expected


@pytest.mark.parametrize(
    "cell", ["Pre-PQ Process", "31.02.2026", "2026-13-01", "13/13/2026", 45000, "1/1", "1 foo 2026"]
)
def test_what_is_no_date_is_refused_with_the_words_that_stood_there(cell):
    with pytest.raises(CellError) as error:
        read(cell, ColumnType.DATE)

    assert str(cell) in str(error.value)


def test_a_formula_is_refused_and_shown():
    with pytest.raises(CellError) as error:
        read(Formula("=A1*2"), ColumnType.DECIMAL)

    assert "=A1*2" in str(error.value)


def test_an_empty_cell_gives_the_default_and_words_for_nothing_count_as_empty():
    column = {"blanks": ("N/A", "Date Not Captured"), "default": None}

    assert read(None, ColumnType.DATE, **column) is None
    assert read("n/a", ColumnType.DATE, **column) is None


def test_a_required_cell_that_is_empty_names_its_field():
    with pytest.raises(CellError) as error:
        read("", required=True)

    assert str(error.value) == "X is missing"


def test_limits_and_lengths_are_kept():
    for cell, kind, column in (
        ("1.005", ColumnType.DECIMAL, {"decimals": 2}),
        ("-1", ColumnType.DECIMAL, {"minimum": Decimal(0)}),
        ("11", ColumnType.INTEGER, {"maximum": 10}),
        ("1.5", ColumnType.INTEGER, {}),
        ("x" * 11, ColumnType.TEXT, {"max_length": 10}),
        ("a\x00b", ColumnType.TEXT, {}),
        ("maybe", ColumnType.CHOICE, {"choices": {"yes": True, "no": False}}),
    ):
        with pytest.raises(CellError):
            read(cell, kind, **column)

    assert read("YES", ColumnType.CHOICE, choices={"yes": True}) is True


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,234", "5,5"], COMMA),
        (["1,234.5"], POINT),
        (["1.234,5", "x"], COMMA),
        (["1,234"], POINT),
        (["02/13/2026"], MONTH_FIRST),
        (["02/03/2026", "13/02/2026"], POINT),
    ],
)
def test_a_sheet_tells_how_it_writes_numbers_and_dates(cells, expected):
    assert guess_formats(cells) == expected


def test_heads_are_matched_by_name_label_or_alias_whatever_their_case():
    columns = (
        Column("quantity", "Line Item Quantity"),
        Column("vendor", "Supplier", aliases=("Поставщик",)),
        Column("unit", "Unit"),
    )

    mapping = guess_mapping(["ПОСТАВЩИК ", "line_item-quantity", "Something"], columns)

    assert mapping == {"quantity": 1, "vendor": 0}


def test_a_preferred_head_is_taken_before_the_columns_own_name():
    column = Column("unit_price", "Unit price", preferred=("pack price",))

    assert guess_mapping(["Unit Price", "Pack Price"], (column,)) == {"unit_price": 1}
    assert guess_mapping(["Unit Price", "Price"], (column,)) == {"unit_price": 0}


def test_a_column_is_named_by_its_head_or_its_letter():
    heads = ["Item", "Qty"]

    found = [column_index("qty", heads), column_index("A", heads), column_index("C", heads)]

    assert found == [1, 0, None]


def test_letters_go_on_after_z_as_spreadsheets_do():
    assert [letter(i) for i in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_same_heads_have_the_same_signature_whatever_their_case():
    assert signature(["Item", "Qty"]) == signature(["ITEM", " qty"]) != signature(["Qty", "Item"])
