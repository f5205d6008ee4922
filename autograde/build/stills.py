"""Draw stills: run by `pictures` as a program, so that it imports no other copy of neurona.

It takes the folder that holds the copy as its argument and requests as JSON from standard
input, and answers as JSON.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any


def answer(source: str, language: str) -> dict[str, str]:
    """Draw what a cell shows.

    Parameters
    ----------
    source : str
        The cell.
    language : str
        The language to draw it in.
    """
    import neurona.language
    from neurona import panels, plots

    neurona.language.use(language)
    try:
        shown: Any = eval(source.strip(), {"panels": panels, "plots": plots})
        errors = getattr(shown, "errors", [])
        if errors:
            raise errors[0]
        png = shown.still() if hasattr(shown, "still") else shown.png()
    except Exception as error:  # an author's panel may fail in any way
        return {"error": f"{type(error).__name__}: {error}"}
    return {
        "png": base64.b64encode(png).decode("ascii"),
        "alternative_text": shown.alternative_text,
    }


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    json.dump([answer(*request) for request in json.load(sys.stdin)], sys.stdout)
