"""What an honest notebook does works as it does anywhere."""

from __future__ import annotations

import pytest

from autograde.grading.running.isolation import choose
from tests.autograde.grading.confined import confined, require

MODES = ["namespaces", "landlock", "plain"]
ORDINARY = {
    "linear_algebra": """
import numpy as np
a = np.random.default_rng(1).normal(size=(200, 200))
print(np.allclose(np.linalg.inv(a) @ a, np.eye(200)), np.linalg.svd(a)[1].shape)
""",
    "saving": """
import numpy as np
np.savez("arrays", a=np.eye(3))
print(bool(np.load("arrays.npz")["a"].all() == False), np.load("arrays.npz")["a"].shape)
""",
    "pictures": """
import matplotlib.pyplot as plt
plt.plot([1, 2, 4]); plt.title("$\\\\lambda$"); plt.savefig("picture.png"); plt.show()
print(open("picture.png", "rb").read(4) == b"\\x89PNG", len(plt.get_fignums()))
""",
    "threads": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(abs, range(-100, 0))), "by threads")
""",
    "temporary_files": """
import os, shutil, tempfile
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
    open(os.path.join(folder, "a"), "w").write("x")
    shutil.copy2(os.path.join(folder, "a"), "b")
    os.rename("b", os.path.join(folder, "c"))
    print(os.listdir(folder) and True, os.path.exists(file.name))
""",
    "learning": """
import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.datasets import load_digits, make_moons
X, y = make_moons(60, random_state=0)
fitted = MLPClassifier((4,), max_iter=2000, solver="lbfgs", random_state=0).fit(X, y)
print(fitted.score(X, y) > 0.8, load_digits().data.shape)
""",
    "the_course": """
import neurona
from neurona import check, hint, panels, plots
panel = panels.perceptron.opening()
print(neurona.__name__, type(panel).__module__.startswith("neurona"))
""",
    "asynchronous": """
import asyncio
async def later():
    await asyncio.sleep(0.01)
    return 5
print(asyncio.run(later()), "later")
""",
    "clocks_and_chance": """
import os, random, secrets, time, uuid, platform
time.sleep(0.01)
print(len(os.urandom(8)), len(secrets.token_bytes(4)) and uuid.uuid4().version, os.cpu_count() > 0)
""",
}
SAID = {
    "linear_algebra": "True (200,)",
    "saving": "True (3, 3)",
    "pictures": "True 1",
    "threads": "5050 by threads",
    "temporary_files": "True True",
    "learning": "True (1797, 64)",
    "the_course": "neurona True",
    "asynchronous": "5 later",
    "clocks_and_chance": "8 4 True",
}


@pytest.mark.parametrize("mode", MODES)
def test_an_honest_notebook_works(mode: str) -> None:
    require(mode)
    isolation = choose(mode)  # type: ignore[arg-type]
    ended = confined(*ORDINARY.values(), isolation=isolation, memory_bytes=1 << 30)
    assert dict(zip(ORDINARY, ended.said, strict=True)) == SAID
    assert set(ended.statuses) == {0}
