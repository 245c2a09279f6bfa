"""The measures written down once more, the slow and plain way, over a file as published; nothing of the product."""

import csv
import gzip
import io
from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from math import sqrt
from statistics import fmean, median, pstdev

WINDOW = timedelta(days=730)
FORMATS = ("%d-%b-%y", "%m/%d/%y", "%m/%d/%Y")


def scms_lines(path):
    """The delivered lines of the SCMS history."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {
                "category": row["Molecule/Test Type"].strip().casefold(), "supplier": row["Vendor"].strip().casefold(),
                "item": row["Item Description"].strip().casefold(), "amount": Fraction(row["Line Item Value"]),
                "price": float(row["Pack Price"]), "quantity": float(row["Line Item Quantity"]),
                "ordered": a_day(row["PO Sent to Vendor Date"]), "promised": a_day(row["Scheduled Delivery Date"]),
                "received": a_day(row["Delivered to Client Date"]),
            }
            for row in csv.DictReader(file)
        ]  # fmt: skip


def spend_lines(path):
    """The payments of a spend file that name a supplier and are no refund."""
    text = gzip.decompress(path.read_bytes()).decode("cp1252")
    return [
        {
            "category": row["Expenditure Category"].strip().casefold(),
            "supplier": row["Supplier Name"].strip().casefold(), "amount": Fraction(row["Amount"]),
            "received": datetime.strptime(row["Paid Date"], "%d/%m/%Y").date(),
            "item": None, "price": None, "quantity": 1.0, "ordered": None, "promised": None,
        }
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if row["Supplier Name"].strip() and Fraction(row["Amount"]) >= 0
    ]  # fmt: skip


def a_day(text):
    for format_ in FORMATS:
        try:
            return datetime.strptime(text.strip(), format_).date()
        except ValueError:
            continue
    return None


def measured(lines, *, own=()):
    """By category: measure → (value, number of facts)."""
    newest = max(line["received"] for line in lines if line["received"])
    suppliers = defaultdict(set)
    for line in lines:
        if line["supplier"] not in own:
            suppliers[line["category"]].add(line["supplier"])
    inside = defaultdict(list)
    for line in lines:
        if line["received"] and newest - WINDOW <= line["received"] <= newest:
            inside[line["category"]].append(line)
    every = suppliers.keys() | inside.keys()
    return {name: of_category(inside[name], suppliers.get(name, set()), own) for name in every}


def of_category(lines, capable, own):
    outside = [line for line in lines if line["supplier"] not in own]
    found = {}
    if capable:
        found["capable_suppliers"] = (len(capable), len(capable))
    if lines:
        found["spend"] = (float(sum(line["amount"] for line in lines)), len(lines))
    shares = shares_of(outside, "supplier")
    if shares:
        found["largest_share"] = (max(shares), len(outside))
        found["concentration"] = (sum(s * s for s in shares), len(outside))
    for name, start, of in (
        ("lead_time", "ordered", fmean), ("lead_time_spread", "ordered", pstdev), ("delay_spread", "promised", pstdev),
    ):  # fmt: skip
        if reading := of_the_middle_supplier(outside, start, of):
            found[name] = reading
    if reading := volatility(outside):
        found["price_volatility"] = reading
    return found


def shares_of(lines, key):
    sums = defaultdict(Fraction)
    for line in lines:
        sums[line[key]] += line["amount"]
    total = sum(sums.values())
    return [float(amount / total) for amount in sums.values()] if total else []


def of_the_middle_supplier(lines, start, of):
    days = defaultdict(list)
    for line in lines:
        if line[start]:
            days[line["supplier"]].append((line["received"] - line[start]).days)
    enough = [values for values in days.values() if len(values) >= 3]
    return (median(of(values) for values in enough), sum(map(len, enough))) if enough else None


def volatility(lines):
    prices = defaultdict(list)
    for line in lines:
        if line["item"] and line["price"]:
            prices[line["item"]].append(line["price"])
    several = [values for values in prices.values() if len(values) > 1]
    count = sum(map(len, several))
    if not count:
        return None
    total = 0.0
    for values in several:
        mean = sum(values) / len(values)
        total += len(values) * sqrt(sum((v - mean) ** 2 for v in values) / len(values)) / mean
    return total / count, count
