"""All that is said, whole, against a snapshot: what no other test says in words."""

import pytest

from helpers import sentences
from tests.exhibits import SENTENCES


@pytest.mark.parametrize("name", SENTENCES)
def test_a_text_is_as_it_was(snapshot, name):
    prose = SENTENCES[name]()
    told = [
        f"{sentence.text} {[part.text for part in sentence.parts if part.kind != 'words']}" for sentence in prose.told
    ]
    assert "\n".join([f"bullets: {prose.bullets}", *told]) == snapshot


def test_no_text_is_forgotten():
    assert {name.split()[0] for name in SENTENCES} == set(sentences.__all__)
