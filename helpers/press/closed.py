"""A page holds all that it shows: it is read where there is no network."""

import re

from bs4 import BeautifulSoup

from helpers.errors import DeskError


def check_closed(page: BeautifulSoup) -> None:
    """DeskError ``renderer`` if a page would load something from outside. A link that a reader may follow loads nothing."""
    loads = [
        value
        for tag in page.find_all(True)
        for name, value in tag.attrs.items()
        if name in ("src", "srcset", "poster", "data", "background", "xlink:href")
        or (name == "href" and tag.name not in ("a", "area"))
    ]
    styles = [tag.get_text() for tag in page.find_all("style")] + [tag["style"] for tag in page.find_all(style=True)]
    loads += [
        found
        for style in styles
        for found in re.findall(r"""url\(["']?([^)"']*)|@import\s*["']([^"']*)""", style)
        for found in found
    ]
    outside = [load for load in loads if isinstance(load, str) and re.match(r"(?:[a-z]+:)?//", load.strip(), re.I)]
    if outside:
        raise DeskError(
            "renderer",
            f"report.html に外部の参照があります: {outside[0][:200]}。閉じたネットワークでは読めません。"
            "画像などは、プロジェクトの中に置いたものを使ってください。",
        )
