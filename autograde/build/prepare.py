"""What runs in a notebook's first cell; `setup_cell` copies it there, without its docstring.

It is kept to syntax that Pythons of ten years ago can read, so that they can say what they lack.
"""


def prepare(version, chapter, oldest, too_old, stray, copy):
    """Make `neurona` importable: the installed one if it is the right one, or else the copy.

    Parameters
    ----------
    version : str
        The version that the notebook was made with.
    chapter : str
        The name of the notebook's chapter, without its number.
    oldest : tuple of int
        The oldest Python that will do, such as ``(3, 11)``.
    too_old : str
        What to say where Python is too old, with the field ``{version}``.
    stray : str
        What to say where a module hides the package, with the field ``{path}``.
    copy : str
        The carried copy: a zip file in base64.
    """
    import atexit
    import base64
    import importlib
    import importlib.util
    import io
    import os
    import shutil
    import sys
    import tempfile
    import zipfile

    class PythonTooOldError(Exception):
        def _render_traceback_(self):
            return [str(self)]

    def forget():
        for name in list(sys.modules):
            if name == "neurona" or name.startswith("neurona."):
                del sys.modules[name]
        importlib.invalidate_caches()

    def fits(module):
        folder = os.path.dirname(getattr(module, "__file__", None) or "")
        frozen = os.path.join(folder, "frozen", chapter + ".json")
        return getattr(module, "__version__", "") == version and os.path.exists(frozen)

    if sys.version_info < oldest:
        raise PythonTooOldError(too_old.format(version=sys.version.split()[0]))
    if fits(sys.modules.get("neurona")):
        return
    forget()
    spec = importlib.util.find_spec("neurona")
    if spec is not None and spec.submodule_search_locations is None:
        print(stray.format(path=spec.origin))
    elif spec is not None:
        try:
            if fits(importlib.import_module("neurona")):
                return
        except Exception:
            pass
        forget()
    folder = tempfile.mkdtemp(prefix="neurona-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(copy))) as outer:
        zipfile.ZipFile(io.BytesIO(outer.read("neurona.zip"))).extractall(folder)
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
