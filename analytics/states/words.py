"""The measures, audiences' questions and pieces of a purchase as people read them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MEASURES = {
    "planned_needs": _("Planned needs"),
    "need_to_bundle": _("Need to bundle, days"),
    "spend_bundled": _("Spend bundled"),
    "spend_with_strategy": _("Spend with a strategy"),
    "tender_length": _("Tender length, days"),
    "tenders_with_three_bids": _("Tenders with 3+ bids"),
    "spend_under_contract": _("Spend under contract"),
    "award_to_contract": _("Award to contract, days"),
    "joint_actions_agreed": _("Joint actions agreed"),
    "on_time_in_full": _("On time, in full"),
    "invoices_matched_at_once": _("Invoices matched at once"),
    "savings": _("Savings negotiated"),
}
SCALE = (_("Disagree"), _("Rather disagree"), _("Neither"), _("Rather agree"), pgettext_lazy("opinion", "Agree"))

# What each audience is asked unless the head of procurement asks otherwise; stored with the survey as it was asked.
QUESTIONS: dict[str, tuple[dict[str, str], ...]] = {
    "requesters": (
        {"en": "I see where my request is", "ru": "Я вижу, где моя заявка", "uk": "Я бачу, де моя заявка"},
        {"en": "I get it when I need it", "ru": "Я получаю нужное вовремя", "uk": "Я отримую потрібне вчасно"},
        {"en": "Asking takes little effort", "ru": "Подать заявку легко", "uk": "Подати заявку легко"},
    ),
    "buyers": (
        {
            "en": "Strategies help me choose how to buy",
            "ru": "Стратегии помогают мне выбрать способ закупки",
            "uk": "Стратегії допомагають мені обрати спосіб закупівлі",
        },
        {"en": "The system saves me time", "ru": "Система экономит моё время", "uk": "Система заощаджує мій час"},
        {
            "en": "Requests come complete and in time",
            "ru": "Заявки приходят полными и вовремя",
            "uk": "Заявки надходять повними й вчасно",
        },
    ),
    "suppliers": (
        {"en": "Tenders are fair", "ru": "Тендеры честные", "uk": "Тендери чесні"},
        {
            "en": "Questions are answered in time",
            "ru": "На вопросы отвечают вовремя",
            "uk": "На запитання відповідають вчасно",
        },
        {"en": "I learn why I lost", "ru": "Я узнаю, почему проиграл", "uk": "Я дізнаюся, чому програв"},
    ),
}
