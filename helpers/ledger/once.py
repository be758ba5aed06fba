"""Answers that are computed once."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TypeVar

Answer = TypeVar("Answer")


class Once:
    """Something that never changes, and so what follows from it neither."""

    def once(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """``answer()``, computed when ``question`` is first asked. A caller that alters it copies it first."""
        if question not in self._answers:
            self._answers[question] = answer()
        return self._answers[question]

    @cached_property
    def _answers(self) -> dict:
        return {}
