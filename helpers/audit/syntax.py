"""The text of a formula, read into a tree that names figures and nothing else."""

import ast
import re
import unicodedata

from helpers.audit.book import FormulaError
from helpers.printed import LARGEST

OVER_PARTS = ("SUM", "COUNT", "MEAN")
_LONGEST = 500  # characters
_DEEPEST = 100  # operations inside one another; far from the limits of Python's own stack
_SPLIT = "途中の数値に行を設けて、式を分けてください。"
_NAMES = "式で指す表・行・列の名は、文字と数字と _ だけで、数字で始まらない名にしてください(例: 調定額_現年)。"


def parted(cell: str) -> list[str]:
    """The formulas of one cell: several are parted by ; or stand in lines of their own."""
    return [formula for part in re.split("[;；\r\n]", cell) if (formula := part.strip())]


def parse(formula: str) -> ast.expr:
    """Read ``formula``. FormulaError if it is none."""
    if len(formula) > _LONGEST:
        raise FormulaError(f"式が {_LONGEST} 字を超えています。{_SPLIT}")
    circled = [c for c in formula if not c.isdecimal() and any(d.isdigit() for d in unicodedata.normalize("NFKC", c))]
    if circled:
        raise FormulaError(f"「{circled[0]}」は式では数と区別できません。{_NAMES}")
    text = unicodedata.normalize("NFKC", formula).strip().removeprefix("=")  # as in Excel
    for sign, meant in {"×": "*", "÷": "/", "−": "-", "≧": ">=", "≦": "<="}.items():
        text = text.replace(sign, meant)
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the others: odd characters, brackets far too deep
        raise FormulaError(f"式「{formula}」を読めません。括弧と演算子(+ - * /)を確かめてください。{_NAMES}") from None
    if _depth(node) > _DEEPEST:
        raise FormulaError(f"式の入れ子が {_DEEPEST} 段を超えています。{_SPLIT}")
    for constant in (part for part in ast.walk(node) if isinstance(part, ast.Constant)):
        if isinstance(constant.value, bool) or not isinstance(constant.value, int | float):
            raise unusable(constant)
        if abs(constant.value) >= LARGEST:
            raise FormulaError(f"式に使えるのは、{LARGEST:,} より小さい数です。")
    if not any(isinstance(part, ast.Name) for part in ast.walk(node)):
        raise FormulaError(f"式「{formula}」は数値を一つも指していません。{_NAMES}")
    return node


def _depth(node: ast.expr) -> int:
    depth, level = 0, [node]
    while level:
        depth += 1
        level = [child for part in level for child in ast.iter_child_nodes(part) if isinstance(child, ast.expr)]
    return depth


def dotted(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [*dotted(node.value), node.attr]
    if isinstance(node, ast.Name):
        return [node.id]
    raise unusable(node)


def unusable(node: ast.expr) -> FormulaError:
    return FormulaError(
        f"式に使えない書き方です: {ast.unparse(node)}。使えるのは + - * /、< <= > >=、{'、'.join(OVER_PARTS)} です。{_NAMES}"
    )
