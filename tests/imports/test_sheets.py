import io
import zipfile

import openpyxl
import pytest

from srm.imports.sheets import SheetError
from srm.imports.sheets.csv_source import csv_rows, find_delimiter, find_encoding
from srm.imports.sheets.source import Formula
from srm.imports.sheets.xlsx_source import xlsx_rows


def rows_of(data, source=csv_rows):
    return [(row.number, row.cells) for row in source(io.BytesIO(data))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_cyrillic_is_read_in_each_encoding_it_comes_in(encoding):
    assert rows_of("Назва;Ціна\nПідшипник;5,5\n".encode(encoding)) == [
        (1, ["Назва", "Ціна"]),
        (2, ["Підшипник", "5,5"]),
    ]


def test_western_letters_are_not_taken_for_cyrillic():
    assert rows_of("Nom,Prix\nCafé crème,3\n".encode("cp1252"))[1] == (2, ["Café crème", "3"])


@pytest.mark.parametrize(("first", "expected"), [("a;b;c", ";"), ("a\tb", "\t"), ('"a,b,c"|d', "|"), ("alone", ",")])
def test_the_delimiter_is_what_the_first_line_has_most_of(first, expected):
    assert find_delimiter(first) == expected


def test_a_character_cut_by_a_chunk_is_still_utf8():
    assert find_encoding(io.BytesIO(b"a" * (1024 * 1024 - 1) + "ї".encode())) == "utf-8-sig"


def test_rows_keep_their_numbers_when_empty_ones_lie_between():
    assert rows_of(b"a,b\n,,\n1,2\n") == [(1, ["a", "b"]), (3, ["1", "2"])]


def test_quotes_that_do_not_match_are_refused_with_the_row():
    with pytest.raises(SheetError, match="Row 2"):
        rows_of(b'a,b\n"open,2\n')


def test_a_row_that_is_too_wide_is_refused():
    with pytest.raises(SheetError, match="Row 1"):
        rows_of(b",".join([b"x"] * 201))


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_member(data, name, content):
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for item in source.infolist():
            out.writestr(item.filename, content if item.filename == name else source.read(item.filename))
    return target.getvalue()


def test_a_workbook_gives_values_and_marks_formulas():
    (_, heads), (_, cells) = rows_of(workbook(["a", "b"], [1.5, "=A2*2"]), xlsx_rows)

    assert heads == ["a", "b"]
    assert cells[0] == 1.5
    assert isinstance(cells[1], Formula)
    assert str(cells[1]) == "=A2*2"


def test_entities_in_a_workbook_are_refused_not_expanded():
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = workbook(["a"], [1])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")

    for member in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        with pytest.raises(SheetError):
            rows_of(with_member(data, member, bomb + sheet), xlsx_rows)


def test_a_workbook_that_lies_about_its_size_is_read_as_it_is():
    data = workbook(["a"], [1])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    lying = sheet.replace('ref="A1:A2"', 'ref="A1:XFD1048576"')
    assert lying != sheet

    assert rows_of(with_member(data, "xl/worksheets/sheet1.xml", lying), xlsx_rows) == [(1, ["a"]), (2, [1])]


def test_a_broken_workbook_is_refused_in_words():
    data = workbook(["a"], [1])

    for broken in (b"PK\x03\x04 nothing", with_member(data, "xl/worksheets/sheet1.xml", b"<worksheet>"), data[:-200]):
        with pytest.raises(SheetError):
            rows_of(broken, xlsx_rows)
