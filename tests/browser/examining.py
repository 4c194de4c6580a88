"""What a machine can say about whether everybody can use a panel."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

RULES: dict[str, Any] = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations", "incomplete", "passes"],
    # Axe's own numbers, but for the first: signs such as ✓ have to be seen as well as words.
    "checks": {
        "color-contrast": {
            "options": {
                "ignoreUnicode": False,
                "ignoreLength": False,
                "ignorePseudo": False,
                "boldValue": 700,
                "boldTextPt": 14,
                "largeTextPt": 18,
                "contrastRatio": {"normal": {"expected": 4.5}, "large": {"expected": 3}},
                "pseudoSizeThreshold": 0.25,
                "shadowOutlineEmMax": 0.2,
                "textStrokeEmMin": 0.03,
            }
        }
    },
}
"""All of WCAG 2.2 A and AA that axe-core can test, and what its makers hold for good practice."""

WANTED = {"aria-allowed-role": 1, "color-contrast": 5, "target-size": 1}
"""
Rules that apply to every panel, and to how many of its elements at least. For all but contrast,
axe needs no element to be on the screen: what it takes for hidden it would pass.
"""


UNROLLED = """
  body { height: 100vh; }
  .al-candidates { min-height: max-content !important; }
"""
"""
How a page must stand so that axe sees all of it.

JupyterLab's page has no height of its own: it fills the window with a box that is placed
absolutely. Axe takes all in it for hidden then, and looks at no contrast. Nor can it look below
the edge of a list that scrolls.
"""


@dataclass
class Examination:
    """What axe found in one panel."""

    faults: list[str] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    """How many elements keep to a rule."""

    @property
    def unseen(self) -> list[str]:
        """The rules that should have been applied and were not, or to hardly anything."""
        return [rule for rule, number in WANTED.items() if self.passed[rule] < number]


def examined(page: Page) -> dict[str, Examination]:
    """
    What axe says about each panel that is drawn, by the id of its item.

    What axe cannot decide by itself, it calls incomplete. Here that is a fault too.
    """
    style = page.add_style_tag(content=UNROLLED)
    report = Axe().run(page, context=".al-panel", options=RULES).response
    style.evaluate("style => style.remove()")
    results = [
        (result, rule["id"], node)
        for result in ("violations", "incomplete", "passes")
        for rule in report[result]
        for node in rule["nodes"]
    ]
    items = page.evaluate(ITEMS, [node["target"][0] for _, _, node in results])
    found: dict[str, Examination] = {}
    for item, (result, rule, node) in zip(items, results, strict=True):
        one = found.setdefault(item, Examination())
        if result == "passes":
            one.passed[rule] += 1
        else:
            said = [check["message"] for check in node["any"] + node["all"] + node["none"]]
            one.faults.append(f"{rule}: {node['html'][:120]}: {'; '.join(said)}")
    return found


ITEMS = """(selectors) => selectors.map(
  (one) => document.querySelector(one).closest(".al-panel").dataset.item)"""
"""The items in whose panels the elements are that axe names by selectors."""

FOCUS = """(panel) => {
  const at = document.activeElement;
  if (!panel.contains(at)) return null;
  const name = [at.tagName, at.id.replace(/^al-[^-]*-/, ""), at.innerText].join(" ").slice(0, 60);
  const faults = [];

  // 2.4.7 and 2.4.13: a ring that can be seen, on the control or on the shape around it.
  const ring = [at, at.closest(".al-pill")].filter((one) => one).map((one) => getComputedStyle(one))
    .find((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  if (!ring) faults.push("no ring");

  // 2.4.11: nothing lies over the middle of it, nor over its corners.
  const box = at.getBoundingClientRect();
  const [left, right] = [box.left + 2, box.right - 2];
  const [top, bottom] = [Math.max(box.top + 2, 0), Math.min(box.bottom - 2, innerHeight - 1)];
  const seen = [[(left + right) / 2, (top + bottom) / 2], [left, top], [right, bottom]]
    .map(([x, y]) => document.elementFromPoint(x, y))
    .filter((one) => one && (at.contains(one) || one.contains(at)));
  if (!seen.length) {
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    faults.push(`covered by ${over?.tagName} ${over?.className}`);
  }

  // 2.5.8: a target of 24 by 24 pixels, its label included.
  const parts = [at, ...(at.labels ?? [])].map((one) => one.getBoundingClientRect());
  const width = Math.max(...parts.map((p) => p.right)) - Math.min(...parts.map((p) => p.left));
  const height = Math.max(...parts.map((p) => p.bottom)) - Math.min(...parts.map((p) => p.top));
  if (Math.min(width, height) < 24) faults.push(`${width} by ${height} pixels`);

  return { name, top: box.top, faults: faults.map((fault) => `${name}: ${fault}`) };
}"""
"""What is wrong with the look and the size of what has the focus; null outside of the panel."""


def walked(panel: Locator) -> tuple[list[str], list[str]]:
    """Go through a panel with the Tab key, from its first stop: the stops and their faults."""
    stops: list[str] = []
    faults: list[str] = []
    while (at := panel.evaluate(FOCUS)) is not None and len(stops) < 100:
        if at["faults"]:  # the notebook may still be scrolling
            panel.page.wait_for_timeout(300)
            at = panel.evaluate(FOCUS)
        stops.append(at["name"])
        faults += at["faults"]
        panel.page.keyboard.press("Tab")
    return stops, faults


STICKS_OUT = """(panel) => {
  const edge = panel.getBoundingClientRect().right + 0.5;
  const found = [...panel.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && !one.closest(".al-frame *, .al-timeline-box *"))
    .filter((one) => !one.closest(".al-hidden, option"))
    .filter((one) => one.getBoundingClientRect().right > edge || (
      one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible" &&
      !one.matches(".al-frame, .al-timeline-box")))
    .map((one) => `${one.className || one.tagName}: ${one.textContent.slice(0, 30)}`);
  if (panel.scrollWidth > panel.clientWidth) found.push("the panel scrolls sideways");
  return found;
}"""
"""What is cut off at the side. Tables of two dimensions scroll in a frame of their own."""

MOVES = """(panel) => [panel, ...panel.querySelectorAll("*")]
  .filter((one) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
    return !/^[0s, ]*$/.test(transitionDuration) || animationName !== "none" ||
      scrollBehavior === "smooth";
  })
  .map((one) => one.className)"""
"""What fades, slides or moves by itself."""
