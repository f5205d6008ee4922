"""Ways to use a panel and to read it."""

import gettext

from matplotlib.text import Text

EXAMPLES = [(0, 0), (0, 1), (1, 0), (1, 1)]


def press(button, times=1):
    for _time in range(times):
        button.click()


def cells(column):
    return [cell.get_text() for cell in column]


def moved(panel, action):
    """Do something, and return whether picture and words followed it."""
    png, words = panel.png, panel.alternative_text
    action()
    assert panel.errors == []
    return panel.png != png and panel.alternative_text != words


def labels(panel):
    return [control.description for control in panel._controls]


class Marked(gettext.NullTranslations):
    """A language in which every translated message stands between marks."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, singular, plural, n):
        return f"«{singular if n == 1 else plural}»"


def unmarked(panel, same_everywhere):
    """List what a panel says in `Marked` without marks, but for what is the same everywhere."""
    texts = [text.get_text() for text in panel.figure.findobj(Text)]
    shown = [*texts, *labels(panel), panel.invitation(), panel.alternative_text]
    shown += [button.description for button in panel._buttons]
    shown += [name for c in panel._controls for name in getattr(c, "_options_labels", ())]
    return [text for text in shown if "«" not in text and not same_everywhere.fullmatch(text)]


def check_that_texts_are_inside(panel):
    panel.picture.figure.canvas.draw()
    box = panel.figure.bbox
    for text in panel.figure.findobj(Text):
        if not text.get_text() or not text.get_visible():
            continue
        extent = text.get_window_extent()
        if extent.width == 0:
            continue
        assert extent.x0 >= box.x0 - 1, text
        assert extent.x1 <= box.x1 + 1, text
        assert extent.y0 >= box.y0 - 1, text
        assert extent.y1 <= box.y1 + 1, text
