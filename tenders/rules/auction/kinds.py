"""The words of an auction: formats, events, reasons and the choices that its rules offer."""

from enum import StrEnum


class Format(StrEnum):
    """How prices move: by open bids, by a clock, under seal, or in rounds of turns."""

    ENGLISH = "english"
    DUTCH = "dutch"
    JAPANESE = "japanese"
    SEALED = "sealed"
    ROUNDS = "rounds"


class Kind(StrEnum):
    """What may happen: acts of bidders first, then acts of the officer who runs the auction."""

    BID = "bid"
    PROXY = "proxy"
    ACCEPT = "accept"
    STAY = "stay"
    LEAVE = "leave"
    RETRACT = "retract"
    EXCLUDE = "exclude"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    EXTEND = "extend"


class Reason(StrEnum):
    """Why an act was refused, in the order in which the reasons are looked for."""

    NOT_OPEN = "not_open"
    LATE = "late"
    PAUSED = "paused"
    EXCLUDED = "excluded"
    TURN = "turn"
    PRECISION = "precision"
    CEILING = "ceiling"
    RAISE = "raise"
    STEP = "step"
    MAX_STEP = "max_step"
    BUFFER = "buffer"
    TIE = "tie"


class Ties(StrEnum):
    """What a price equal to a rival's means: it is refused, or the earlier one ranks better."""

    REFUSE = "refuse"
    EARLIER_WINS = "earlier_wins"


class Reference(StrEnum):
    """The price that a bid must improve on: the best one standing, or the bidder's own."""

    BEST = "best"
    OWN = "own"


class Anchor(StrEnum):
    """From where an extension counts: the close, the bid, or a window opened anew by the bid."""

    CLOSE = "close"
    BID = "bid"
    RESET = "reset"
