"""Words that stand for bidders in an auction. Words, because letters or numbers would betray how many there are."""

from collections.abc import Callable, Sequence

WORDS = (
    "Alder", "Amber", "Aspen", "Basalt", "Beech", "Birch", "Bittern", "Cedar", "Cobalt", "Copper", "Coral", "Crane",
    "Curlew", "Cypress", "Dolomite", "Dunlin", "Elder", "Elm", "Falcon", "Fern", "Finch", "Flint", "Garnet",
    "Granite", "Hawthorn", "Hazel", "Heather", "Heron", "Ibis", "Indigo", "Iris", "Ivory", "Jasper", "Juniper",
    "Kestrel", "Lapwing", "Larch", "Lark", "Laurel", "Linden", "Magnet", "Maple", "Marble", "Martin", "Merlin",
    "Mica", "Myrtle", "Nickel", "Oak", "Onyx", "Opal", "Oriole", "Osprey", "Pearl", "Petrel", "Pine", "Plover",
    "Poplar", "Quartz", "Raven", "Redwing", "Robin", "Rowan", "Saffron", "Sandstone", "Silver", "Slate", "Sorrel",
    "Spruce", "Starling", "Swift", "Teal", "Thistle", "Topaz", "Wagtail", "Walnut", "Willow", "Wren", "Yew", "Zinc",
)  # fmt: skip


def draw_aliases(count: int, sample: Callable[[Sequence[str], int], list[str]]) -> list[str]:
    """Return so many different words in the order of `sample` (`random.SystemRandom().sample`)."""
    rounds = -(-count // len(WORDS))
    words = [word if n == 1 else f"{word} {n}" for n in range(1, rounds + 1) for word in WORDS]
    return sample(words, count)
