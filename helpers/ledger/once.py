"""Answers that are computed once."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TypeVar

from helpers import trace

Answer = TypeVar("Answer")


class Once:
    """Something that never changes, and so what follows from it neither."""

    def once(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """``answer()``, computed when ``question`` is first asked. A caller that alters it copies it first. Whoever asks takes the rows
        that it rests on (``trace``).
        """
        if question not in self._answers:
            with trace.noting() as lines:
                self._answers[question] = answer(), lines
        found, lines = self._answers[question]
        trace.take(lines)
        return found

    @cached_property
    def _answers(self) -> dict:
        return {}
