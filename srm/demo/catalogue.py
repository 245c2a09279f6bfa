"""What the company buys: 24 unlike categories in three languages, with their items."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from procurement.services import load_built_in
from srm.accounts.models import User
from srm.reference.models import Category, CategoryCode, Item, Scheme, Unit

# code, English, Russian, Ukrainian
GROUPS = [
    ("METAL", "Metals", "Металлы", "Метали"),
    ("PARTS", "Machine parts", "Детали машин", "Деталі машин"),
    ("PACK", "Packaging", "Упаковка", "Пакування"),
    ("MRO", "Maintenance and safety", "Обслуживание и безопасность", "Обслуговування і безпека"),
    ("IT", "Information technology", "Информационные технологии", "Інформаційні технології"),
    ("SERV", "Services and energy", "Услуги и энергия", "Послуги й енергія"),
]


@dataclass(frozen=True)
class Kind:
    """A category of the example: how many can supply it, a year's spend in euro, what people think of it (1–5)."""

    code: str
    group: str
    en: str
    ru: str
    uk: str
    owner: str
    suppliers: int
    spend: int
    delay: int  # how unevenly deliveries come, days
    switching: int
    cost_share: int
    stop_cost: int
    items: tuple[tuple[str, str, str, str], ...]  # code, name, unit, usual price


MARTA, ROMAN = "marta.petrova@northwind.example", "roman.shevchuk@northwind.example"
KINDS = (
    Kind("STEEL", "METAL", "Steel sheet and plate", "Листовая сталь", "Листова сталь", MARTA, 9, 6800000, 6, 2, 5, 4,
         (("STL-S355-20", "Steel plate S355J2, 20 mm", "KGM", "0.94"),
          ("STL-DX51-2", "Galvanised sheet DX51D, 2 mm", "KGM", "1.12"),
          ("STL-S235-6", "Steel sheet S235, 6 mm", "KGM", "0.86"))),
    Kind("BEARING", "PARTS", "Bearings", "Подшипники", "Підшипники", MARTA, 2, 1900000, 18, 5, 4, 5,
         (("BRG-22216", "Spherical roller bearing 22216 EK", "C62", "96.40"),
          ("BRG-6205", "Deep groove bearing 6205-2RS", "C62", "4.85"),
          ("BRG-6210", "Deep groove bearing 6210-C3", "C62", "14.90"),
          ("BRG-6220", "Deep groove bearing 6220-M/C3", "C62", "61.20"))),
    Kind("VALVE", "PARTS", "Valves and fittings", "Арматура", "Арматура", ROMAN, 4, 1250000, 9, 3, 3, 4,
         (("VLV-DN50-40", "Ball valve DN50 PN40, stainless", "C62", "148.50"),
          ("FLG-DN80", "Flange DN80 PN16", "C62", "38.20"))),
    Kind("CASTING", "METAL", "Castings", "Отливки", "Виливки", MARTA, 3, 2400000, 22, 5, 5, 5,
         (("CST-H12", "Pump housing casting H12", "C62", "410.00"),
          ("CST-B40", "Bracket casting B40", "C62", "62.00"))),
    Kind("ALU", "METAL", "Aluminium profiles", "Алюминиевые профили", "Алюмінієві профілі",
         MARTA, 6, 980000, 5, 2, 3, 3,
         (("ALU-4040", "Profile 40 × 40, 6 m", "MTR", "7.40"), ("ALU-8040", "Profile 80 × 40, 6 m", "MTR", "12.90"))),
    Kind("BOX", "PACK", "Corrugated boxes", "Гофрокороба", "Гофрокороби", ROMAN, 8, 720000, 3, 1, 2, 2,
         (("BOX-400", "Box 400 × 300 × 200, three-layer", "C62", "0.62"),
          ("BOX-600", "Box 600 × 400 × 400, five-layer", "C62", "1.48"))),
    Kind("FILM", "PACK", "Stretch film", "Стрейч-плёнка", "Стрейч-плівка", ROMAN, 7, 310000, 3, 1, 2, 2,
         (("FLM-23", "Stretch film 23 µm, 500 mm", "C62", "8.80"),)),
    Kind("PALLET", "PACK", "Pallets", "Поддоны", "Піддони", ROMAN, 10, 260000, 4, 1, 1, 2,
         (("PLT-EUR", "Euro pallet 1200 × 800", "C62", "9.60"),)),
    Kind("HYDR", "PARTS", "Hydraulic hoses and seals", "Гидравлика", "Гідравліка", ROMAN, 3, 280000, 16, 4, 2, 4,
         (("SEA-H250", "Hydraulic seal kit, cylinder 250 mm", "C62", "312.00"),
          ("HOS-12", "Hydraulic hose DN12, 2SN", "MTR", "6.90"))),
    Kind("DRIVE", "PARTS", "Motors and drives", "Двигатели и приводы", "Двигуни і приводи",
         MARTA, 4, 1600000, 12, 4, 4, 5,
         (("MOT-55", "Motor 55 kW, IE4", "C62", "3150.00"), ("INV-30", "Inverter 30 kW", "C62", "1680.00"))),
    Kind("SENSOR", "PARTS", "Sensors and control", "Датчики и автоматика", "Датчики й автоматика",
         MARTA, 2, 340000, 25, 5, 2, 4,
         (("SNS-PT100", "Temperature sensor PT100", "C62", "42.00"),
          ("PLC-C4", "Controller C4, 24 inputs", "C62", "890.00"))),
    Kind("TOOL", "MRO", "Cutting tools", "Режущий инструмент", "Різальний інструмент", ROMAN, 5, 450000, 6, 3, 2, 3,
         (("TLS-CNC16", "CNC insert CNMG 1204", "C62", "7.80"), ("TLS-M10", "Tap M10, HSS-E", "C62", "21.50"))),
    Kind("WELD", "MRO", "Welding wire and gas", "Сварочные материалы", "Зварювальні матеріали",
         ROMAN, 5, 390000, 5, 2, 2, 3,
         (("WLD-12", "Welding wire SG2, 1.2 mm", "KGM", "2.70"), ("GAS-ARC", "Argon mixture, 50 l", "C62", "68.00"))),
    Kind("SAFETY", "MRO", "Safety clothing", "Спецодежда и СИЗ", "Спецодяг та ЗІЗ", ROMAN, 9, 180000, 4, 1, 1, 2,
         (("SAF-GLV", "Safety gloves, cut level C", "C62", "2.59"), ("SAF-SHO", "Safety shoes S3", "C62", "46.00"))),
    Kind("CLEAN", "MRO", "Cleaning supplies", "Моющие средства", "Мийні засоби", ROMAN, 12, 60000, 3, 1, 1, 1,
         (("CLN-10", "Degreaser, 10 l", "C62", "18.40"),)),
    Kind("OFFICE", "MRO", "Office supplies", "Канцтовары", "Канцтовари", ROMAN, 11, 45000, 2, 1, 1, 1,
         (("OFF-A4", "Paper A4, 80 g", "XPK", "3.90"), ("OFF-TON", "Toner black, XL", "C62", "79.00"))),
    Kind("LAPTOP", "IT", "Laptops and docks", "Ноутбуки и док-станции", "Ноутбуки та док-станції",
         MARTA, 6, 620000, 7, 1, 1, 2,
         (("NB-14", "Laptop 14″, 32 GB", "C62", "1240.00"), ("DOC-4", "Docking station USB-C", "C62", "165.00"))),
    Kind("SCANNER", "IT", "Barcode scanners", "Сканеры штрихкода", "Сканери штрихкоду", MARTA, 3, 90000, 14, 3, 1, 3,
         (("SCN-2D", "Scanner 2D, cordless", "C62", "349.00"),)),
    Kind("LICENCE", "IT", "Design software licences", "Лицензии САПР", "Ліцензії САПР", MARTA, 1, 380000, 3, 5, 1, 4,
         (("LIC-CAD", "CAD licence, one year", "C62", "2950.00"),)),
    Kind("FREIGHT", "SERV", "Road freight", "Автоперевозки", "Автоперевезення", ROMAN, 9, 1700000, 3, 2, 3, 3,
         (("FRT-DACH", "Full truck load DACH", "E48", "1180.00"),
          ("FRT-UA", "Full truck load Ukraine", "E48", "1420.00"))),
    Kind("POWER", "SERV", "Electricity", "Электроэнергия", "Електроенергія", MARTA, 5, 3200000, 1, 3, 4, 5,
         (("PWR-MV", "Electricity, medium voltage", "KWH", "0.148"),)),
    Kind("LABEL", "PACK", "Labels", "Этикетки", "Етикетки", ROMAN, 6, 110000, 5, 2, 1, 2,
         (("LBL-100", "Thermal labels 100 × 150", "XPK", "6.10"),)),
    Kind("COATING", "METAL", "Powder coatings", "Порошковые краски", "Порошкові фарби", MARTA, 3, 210000, 15, 4, 2, 4,
         (("PCT-9005", "Powder coating RAL 9005", "KGM", "6.80"),)),
    Kind("CALIB", "SERV", "Calibration services", "Калибровка", "Калібрування", ROMAN, 2, 70000, 12, 4, 1, 4,
         (("CAL-TMP", "Calibration, temperature chain", "E48", "240.00"),)),
)  # fmt: skip

# what the categories are called in the EU's vocabulary
CPV = {
    "STEEL": "14622000-7", "DRIVE": "31110000-0", "BOX": "22993400-1", "PALLET": "44143000-4", "LAPTOP": "30213100-6",
    "OFFICE": "30192000-1", "POWER": "09310000-5",
}  # fmt: skip


# branches in which less, or more, than elsewhere is bought without a tender
SMALL_PURCHASES = {"SERV": Decimal(500)}


@transaction.atomic
def load(data: str, _size: str, _say: Callable[[str], None]) -> None:
    """Make the tree of categories with owners, and the items; a real history brings its own."""
    if data != "example" or Category.objects.filter(code=GROUPS[0][0]).exists():
        return
    owners = {user.email: user for user in User.objects.filter(email__in=[MARTA, ROMAN])}
    units = {unit.code: unit for unit in Unit.objects.all()}
    for code, en, ru, uk in GROUPS:
        limit = SMALL_PURCHASES.get(code)
        names = {"ru": ru, "uk": uk}
        Category.objects.add_root({"code": code, "name": en, "names": names, "small_purchase_limit": limit})
    for kind in KINDS:
        parent = Category.objects.get(code=kind.group)
        names = {"ru": kind.ru, "uk": kind.uk}
        fields = {"code": kind.code, "name": kind.en, "names": names, "owner": owners[kind.owner]}
        category = Category.objects.add_child(parent, fields)
        Item.objects.bulk_create(
            Item(code=item, name=name, category=category, unit=units[unit]) for item, name, unit, _price in kind.items
        )
    load_built_in(name="cpv")
    CategoryCode.objects.bulk_create(
        CategoryCode(category=Category.objects.get(code=code), scheme=Scheme.CPV, code=cpv) for code, cpv in CPV.items()
    )


def price_of(item_code: str) -> Decimal:
    """Return the usual price of an item of the example, in euro."""
    return next(Decimal(price) for kind in KINDS for code, _name, _unit, price in kind.items if code == item_code)
