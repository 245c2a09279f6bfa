from decimal import Decimal

from procurement.rules.stock import Level, average_cost, to_order, to_reorder

D = Decimal


def test_what_is_on_order_and_asked_for_counts():
    level = Level(on_hand=D(12), reserved=D(4), blocked=D(2), on_order=D(3), requested=D(1))

    assert level.position == 10
    assert to_reorder(level, D(9), D(40)) == 0
    assert to_reorder(level, D(10), D(40)) == 30


def test_without_a_maximum_it_is_filled_to_twice_the_point():
    assert to_reorder(Level(D(5), D(0), D(0), D(0), D(0)), D(10), None) == 15


def test_it_is_asked_for_in_whole_packs_and_not_below_the_least_order():
    assert to_order(D(30), D(12), D(0)) == 36
    assert to_order(D(30), D(0), D(50)) == 50
    assert to_order(D(30), D(12), D(50)) == 60
    assert to_order(D(0), D(12), D(50)) == 0


def test_the_cost_of_one_is_the_average_of_what_lies_there():
    assert average_cost(D(10), D(4), D(30), D(8)) == D("7.000000")
    assert average_cost(D(0), D(4), D(30), D(8)) == D("8.000000")
    assert average_cost(D(10), D(4), D(30), None) == D(4)
