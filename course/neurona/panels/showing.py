"""What a notebook's file keeps of a panel, for readers with and without a kernel."""

from __future__ import annotations

import base64
import html

from IPython.display import display

from neurona.language import _

# Where JupyterLab fails to find a widget, it gives the output itself the class of widgets.
_GONE = ".jp-OutputArea-child:has(> .jp-OutputArea-output.jupyter-widgets)"
_STILL = ".jp-OutputArea-child .neurona-still"


def show(model_id: str, png: bytes, words: str, width: int, height: int) -> None:
    """Show a live panel, or its picture or its words where widgets are not shown.

    JupyterLab puts nothing but "model not found" in the place of a widget whose kernel has gone.
    So a second output, which is hidden as long as the panel lives, has the picture and says how
    to bring the panel back to life.

    Parameters
    ----------
    model_id : str
        Which widget to show.
    png : bytes
        The picture as it is now.
    words : str
        What the picture shows.
    width, height : int
        Size of the picture, in CSS pixels.
    """
    display(
        {
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": model_id,
            },
            "image/png": png,
            "text/plain": words,
        },
        metadata={"image/png": {"width": width, "height": height, "alt": words}},
        raw=True,
    )
    display({"text/html": _still(png, words, width), "text/plain": ""}, raw=True)


def _still(png: bytes, words: str, width: int) -> str:
    """Return HTML that is seen in JupyterLab alone, and there only after a panel that has gone."""
    picture = base64.b64encode(png).decode()
    advice = _("This is a still picture. Run the cell to bring the panel to life.")
    return (
        f"<style>{_GONE}:has(+ {_STILL}) {{display: none}}"
        f"{_GONE} + {_STILL} {{display: block !important}}</style>"
        '<div class="neurona-still" style="display:none">'
        f"<p><em>{html.escape(advice)}</em></p>"
        f'<img src="data:image/png;base64,{picture}" width="{width}"'
        f' style="max-width:100%" alt="{html.escape(words)}"></div>'
    )
