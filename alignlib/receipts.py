"""The receipt: proof of what was recorded, and a copy of it inside the notebook."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from alignlib.answers import RECEIPT_TYPE, Answers


@dataclass(frozen=True)
class Receipt:
    """What was recorded, shown to the learner and embedded for the grader."""

    answers: Answers
    progress: tuple[tuple[str, str, str], ...]

    @property
    def digest(self) -> str:
        """A short hash of the answers: two receipts with the same one hold the same answers."""
        text = json.dumps(self.answers.to_data(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]

    def __repr__(self) -> str:
        lines = [f"Receipt {self.digest} for {self.answers.learner or 'a learner without an id'}"]
        lines += [f"  {mark} {title}: {words}" for mark, title, words in self.progress]
        lines.append("Now save the notebook (Ctrl+S, or ⌘S): the receipt is saved in it.")
        return "\n".join(lines)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": repr(self),
            RECEIPT_TYPE: {"digest": self.digest, "answers": self.answers.to_data()},
        }
