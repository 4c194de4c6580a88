"""One item of each kind with its key, as a learner might meet it, and an answer to each."""

from __future__ import annotations

from typing import Any

from alignlib.items import Item, read_item
from tests.conftest import Sample, plan_item, plan_key

INITIATIVES = {
    "I01": ("Click and collect in all 42 stores", "1.9 M"),
    "I02": ("One customer file for shops and web", "0.8 M"),
    "I03": ("Stock counted by radio tags", "1.2 M"),
    "I04": ("Chat assistant for the website", "0.4 M"),
    "I05": ("Move the tills to the new network", "0.7 M"),
    "I06": ("Loyalty app with personal offers", "1.1 M"),
}
OBJECTIVES = {
    "O1": "Grow online sales by a third",
    "O2": "Keep nine in ten loyal customers",
    "O3": "Cut stock losses by half",
    "O4": "Pass the security audit",
    "O5": "Open in two more countries",
}
SERVES = ("I01/O1", "I02/O2", "I02/O1", "I03/O3", "I05/O4", "I06/O2")
FIRST = ("I05/I03", "I03/I01", "I02/I06", "I06/I04", "I05/I02", "I01/I04")

STATEMENTS = {
    "B01": ("business", "Chair's letter", "We shall be the first choice of families who furnish a "
            "first home, and leave offices to others."),
    "B02": ("technology", "CIO's paper", "Stores and web shop will share one record of each "
            "customer, built on the order system that we own."),
    "B03": ("neither", "Store report", "The tills in Hexley were down for an hour on Monday. The "
            "cable has been changed."),
    "B04": ("business", "Finance paper", "Of each pound we can invest until 2030, forty pence go "
            "to small towns."),
    "B05": ("technology", "Minutes", "Security comes before new features for a year, because half "
            "of our sales now depend on the web shop."),
}  # fmt: skip
PARAGRAPHS = {
    "P01": (False, "Web shop", "Pages are slow, and one buyer in five leaves. We rebuild the "
            "basket first and measure who stays."),
    "P02": (True, "Call centre", "We buy a voice robot, a mood detector and a wall of screens, "
            "all in the newest version."),
    "P03": (False, "Warehouse", "To promise a day we need counts that are right. We buy scanners "
            "and keep the program."),
    "P04": (True, "Head office", "Five leading products make one seamless flow: a lake, a mesh, "
            "a bus, a hub and a cloud."),
}  # fmt: skip
MEANINGS = {
    "business": ("Business strategy", "What the whole company wants to reach, for whom, and why."),
    "technology": ("Technology strategy", "How systems, and the people behind them, will help."),
    "neither": ("Neither", "The running of the company. Nothing is chosen for the longer run."),
}


def choice(identity: str, text: str, note: str = "") -> dict[str, str]:
    """A thing of an item."""
    return {"id": identity, "text": text, "note": note}


def pairs(named: tuple[str, ...], **more: Any) -> dict[str, Any]:
    """A key that names these pairs."""
    told = {"why": "The minutes of March say so.", "claim": "S16"}
    return {"feedback": "full", "parts": dict.fromkeys(named, told | more)}


def item(kind: str, identity: str, title: str, prompt: str, points: int, **own: Any) -> Item:
    """An item of a kind."""
    common = {"id": identity, "kind": kind, "title": title, "prompt": prompt, "points": points}
    return read_item(common | {"claims": ["S1"], "lesson": "samples"} | own)


CLASSIFY: Sample = (
    item(
        "classify",
        "which-strategy",
        "Which strategy is it?",
        "Give each statement of the board pack one of the three categories.",
        10,
        categories=[
            {"id": identity, "label": label, "meaning": meaning}
            for identity, (label, meaning) in MEANINGS.items()
        ],
        things=[choice(i, text, note) for i, (_, note, text) in STATEMENTS.items()],
    ),
    {
        "feedback": "full",
        "parts": {
            i: {"answer": answer, "why": "Read what is decided, and for whom.", "claim": "S1"}
            for i, (answer, _, _) in STATEMENTS.items()
        },
    },
)

CHOOSE: Sample = (
    item(
        "choose",
        "only-a-list",
        "Only a list of tools",
        "Select each paragraph of the technology plan that names tools and no goal.",
        6,
        options=[choice(i, text, note) for i, (_, note, text) in PARAGRAPHS.items()],
    ),
    {
        "feedback": "full",
        "parts": {
            i: {"right": right, "why": "Look for the goal that the tools serve.", "claim": "S4"}
            for i, (right, _, _) in PARAGRAPHS.items()
        },
    },
)

LINK: Sample = (
    item(
        "link",
        "which-serves-which",
        "Which serves which?",
        "Link each initiative with the objectives that it serves. An initiative may serve several "
        "objectives, or none.",
        12,
        left_heading="Initiative",
        right_heading="Objective",
        left=[choice(i, text, note) for i, (text, note) in INITIATIVES.items()],
        right=[choice(i, text) for i, text in OBJECTIVES.items()],
    ),
    pairs(SERVES, right=True),
)

ORDER: Sample = (
    item(
        "order",
        "what-comes-first",
        "What must come first?",
        "Put the initiatives into an order in which each one finds ready what it needs.",
        8,
        things=[choice(i, text, note) for i, (text, note) in INITIATIVES.items()],
    ),
    pairs(FIRST),
)

NUMBER: Sample = (
    item(
        "number",
        "purposeful-spend",
        "Money with a purpose",
        "What share of the technology spend names a live goal? The lines are in "
        "`work.case.budget_lines`.",
        10,
        unit="%",
        low=0,
        high=100,
        decimals=1,
    ),
    {
        "feedback": "full",
        "answer": 62.4,
        "tolerance": 0.5,
        "band": 2.0,
        "claim": "S2",
        "mistakes": [
            {"name": "twice", "value": 66.0, "says": "Your figure fits a ledger in which some "
             "payments count twice."}
        ],
    },
)  # fmt: skip

PLAN: Sample = (
    read_item(
        plan_item().to_data()
        | {
            "id": "next-portfolio",
            "title": "The next portfolio",
            "prompt": "The board has £300k for 2027. Choose what to fund, and when each "
            "initiative starts.",
        }
    ),
    plan_key(feedback="full"),
)

MEMO: Sample = (
    item(
        "memo",
        "two-readers",
        "One paragraph, two readers",
        "Write one paragraph for Thursday's board meeting. Say what the technology plan is for, "
        "and what should be done next.",
        20,
        words=[10, 60],
        criteria=[
            {"id": "purpose", "label": "What the plan is for",
             "meaning": "It starts from what the company wants, and shows technology as the way."},
            {"id": "next-step", "label": "What to do next",
             "meaning": "It asks for a step that the board can decide on Thursday."},
        ],
    ),
    {"feedback": "full"},
)  # fmt: skip

SAMPLES: dict[str, Sample] = {
    "classify": CLASSIFY,
    "choose": CHOOSE,
    "link": LINK,
    "order": ORDER,
    "number": NUMBER,
    "plan": PLAN,
    "memo": MEMO,
}
"""One item of each kind, in the order of CONTRIBUTING."""

ANSWERS: dict[str, Any] = {
    "classify": {"B01": "business", "B02": "business", "B03": "neither", "B04": "business"},
    "choose": ["P01", "P02"],
    "link": [["I01", "O1"], ["I02", "O2"], ["I03", "O3"], ["I04", "O2"]],
    "order": ["I05", "I02", "I01", "I03"],
    "number": 66.1,
    "plan": {"T01": "Q1 2027", "T02": "Q1 2027", "T03": "Q3 2027", "T07": "Q2 2027"},
    "memo": "Larkfield wants its customers to trust its word. The plan for the delivery day "
    "serves that; the voice robot does not. Stop it on Thursday.",
}
"""An answer to each, with something right, and where the kind allows it something wrong or open."""
