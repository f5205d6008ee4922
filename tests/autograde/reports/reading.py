"""Read a report as a person would: what stands where."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag


class Report:
    """A page."""

    def __init__(self, path: Path) -> None:
        self.source = path.read_text(encoding="utf-8")
        self.soup = BeautifulSoup(self.source, "html.parser")

    def section(self, id: str) -> Tag:
        return self.soup.find("section", attrs={"aria-labelledby": id})

    def figures(self) -> list[str]:
        return [text(one) for one in self.soup.select(".figures dd")]

    def mistakes(self) -> list[dict[str, object]]:
        """List the named mistakes as they are shown, folded ones included."""
        return [
            {
                "count": int(text(one.select_one(".count")).split()[0]),
                "exercise": text(one.select_one("code")),
                "assignment": text(one.div).split(" · ")[2],
                "id": text(one.div).split(" · ")[3],
                "of": int(re.search(r"of (\d+) \(", text(one.div))[1]),
                "says": text(one.find_all("p")[0]),
                "hint": text(one.find_all("p")[1]) if len(one.find_all("p")) > 1 else "",
                "who": [text(who) for who in one.select(".who li")],
            }
            for one in self.soup.select("ol.mistakes > li")
        ]

    def bars(self) -> list[int]:
        """Read the distribution of marks from what a screen reader says."""
        label = self.soup.select_one("svg.histogram")["aria-label"]
        return [int(count) for count in re.findall(r"%: (\d+)", label)]

    def rows(self, section: str) -> list[list[str]]:
        """List the rows of a section's tables."""
        return [
            [text(cell) for cell in row.find_all(["th", "td"])]
            for row in self.section(section).select("tbody tr")
        ]

    def groups(self, section: str) -> dict[str, list[str]]:
        """List what a section folds, by what the fold is called."""
        return {
            text(one.summary): [text(who) for who in one.select("li")]
            for one in self.section(section).select("details")
        }

    def students(self) -> dict[str, tuple[str, list[list[str]]]]:
        """List students with their totals and the rows of their chapters."""
        return {
            text(one.select_one(".name")): (
                text(one.select_one(".total")),
                [
                    [text(row.select_one(f".{part}")) for part in ("chapter", "points")]
                    + [text(row.ul) if row.ul else ""]
                    for row in one.select(".chapters > li")
                ],
            )
            for one in self.soup.select("details.student")
        }


def text(tag: Tag) -> str:
    """Return what is read, in one line."""
    for line_break in tag.find_all("br"):
        line_break.replace_with("\n")
    return " ".join(tag.get_text().split())
