"""The fifty claims that the course teaches and tests, and the words they are sorted by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """One claim: its number, the module that teaches it, and the idea in one sentence."""

    id: str
    module: int
    idea: str


_IDEAS: dict[int, tuple[str, ...]] = {
    1: (
        "A technology strategy is a plan: it says how technology will serve the firm's goals.",
        "A technology strategy answers three questions: which tools, how IT money and people "
        "are used, and what protects the critical systems.",
        "A technology strategy has five components: infrastructure, applications, data, "
        "cybersecurity and innovation.",
        "A technology strategy lives close to daily work and weighs what we can do today "
        "against what we shall need.",
        "A business strategy answers three questions: which markets, how we differ, and what "
        "value we offer.",
        "A business strategy has six elements: mission, vision, positioning, revenue model, "
        "growth objectives and resource allocation.",
        "Executives make the business strategy from market research, finance and vision, and "
        "it steers every department.",
        "The business strategy sets what and why; the technology strategy sets how.",
    ),
    2: (
        "Scope differs: the whole enterprise against technology.",
        "Owners differ: chief executive and board against the head of technology; each is "
        "accountable for something else, and they must work together.",
        "Horizons differ: three to five years or more against twelve to twenty-four months.",
        "Measures differ: revenue, share, profit and satisfaction against uptime, incidents, "
        "deployment speed and adoption.",
        "Risks differ: markets, rivals and the economy against breaches, failures and "
        "dependence on vendors; both need managing, by different experts.",
        "Neither strategy works alone.",
    ),
    3: (
        "Technology strategy flows from business strategy and serves it; it does not compete.",
        "Every technology choice can be traced to a goal; choices made alone waste money.",
        "Objectives come first: going abroad, for example, implies languages, currencies and "
        "compliance.",
        "An objective implies capabilities, and these imply technology.",
        "A firm that confuses the two strategies misaligns its goals and wastes resources.",
    ),
    4: (
        "Alignment is made on purpose: by communication, shared goals and coordination.",
        "Technology leaders belong in strategy sessions, and both sides gain from it.",
        "Other departments have a say too.",
        "Alignment is never finished: feedback changes both strategies.",
        "Reviews every quarter keep the two strategies together.",
    ),
    5: (
        "Track how technology moves business measures, such as conversion or operating cost.",
        "Shared measures make shared accountability.",
        "Aligned firms are said to move faster, spend better and adapt sooner: weigh the evidence.",
    ),
    6: (
        "New tools bought without a business reason are a sign of misalignment.",
        "Goals set without asking what technology can do are a sign of misalignment.",
        "Budgets cut loose from strategic priorities are a sign of misalignment.",
        "Departments that stop talking to each other drift apart.",
        "Symptoms: missed deadlines, delay, waste, an expensive tool that nobody uses.",
        "Root causes: poor communication and no shared understanding.",
        "One side looks at systems, the other at outcomes; unbridged, they drift apart.",
        "Each side blames the other: IT is slow, the business ignores limits.",
    ),
    7: (
        "A bridge-builder translates between two ways of thinking.",
        "Plain language prevents misunderstanding, delay and cost.",
        "Timelines, budgets and dependencies have to be managed.",
        "Analysing needs leads to what gives value, and not only to what works.",
        "Managing change means listening, planning and adjusting.",
        "These skills take time, practice and training.",
        "Negotiation and leadership reach across functions.",
    ),
    8: (
        "The question moves from how to make it work to what to build, which goal it serves "
        "and how success is measured.",
        "Product owners, transformation leads and IT strategists need business models, "
        "resource planning and team leadership.",
        "Technical program managers, business technology consultants and digital product "
        "strategists each do a different job.",
        "Hybrid roles hold short-term tasks and long-term plans, the possible and the realistic.",
        "A hybrid role changes its audience within a week.",
        "Several industries are said to look for such people: check the evidence.",
        "The more a firm spends on digital, the more it needs joint planning: check the evidence.",
        "Bridging is said to decide long-term success: check the evidence.",
    ),
}

_FIRST_OF_MODULE = {1: 1, 2: 9, 3: 15, 4: 20, 5: 25, 6: 28, 7: 36, 8: 43}

CLAIMS: dict[str, Claim] = {
    f"S{first + offset}": Claim(f"S{first + offset}", module, idea)
    for module, first in _FIRST_OF_MODULE.items()
    for offset, idea in enumerate(_IDEAS[module])
}
"""Every claim by its number, S1 to S50."""


def idea(claim: str) -> str:
    """
    The idea behind a claim in one sentence; empty for a claim that does not exist.

    >>> idea("S8")
    'The business strategy sets what and why; the technology strategy sets how.'
    """
    return CLAIMS[claim].idea if claim in CLAIMS else ""
