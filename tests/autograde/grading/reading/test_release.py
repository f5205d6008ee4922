from importlib.util import find_spec

from autograde.grading.reading.release import course_imports


def test_a_warm_interpreter_holds_what_notebooks_import_sooner_or_later():
    imports = course_imports()
    assert {"numpy", "neurona.data", "scipy.special", "sklearn.datasets"} <= set(imports)
    assert [name for name in imports if find_spec(name) is None] == []


def test_it_holds_no_framework():
    packages = {name.partition(".")[0] for name in course_imports()}
    assert not packages & {"torch", "keras", "tensorflow", "jax"}
