"""Right functions agree with the frameworks; wrong ones are told apart; missing ones are named."""

import re

import pytest

from neurona import frameworks
from neurona.frameworks import presence
from solutions import pytorch_and_keras as reference

RIGHT = dict(vars(reference))


def said(capsys, namespace):
    frameworks.prove(namespace)
    lines = capsys.readouterr().out.splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_right_functions_agree(capsys):
    told = said(capsys, RIGHT)
    assert list(told) == ["to_state_dict", "weight_decay", "keras_l2", "keras_l1", "drop_rate"]
    apart = re.findall(r"\d?\de-\d\d|\b0\b", told["to_state_dict"] + told["weight_decay"])
    assert len(apart) == 3
    assert all(float(one) < 1e-12 for one in apart)
    assert told["to_state_dict"].startswith("same outputs and gradients in PyTorch")
    assert "end at the same weights" in told["weight_decay"]
    assert told["keras_l2"].endswith("and so do we")
    assert told["keras_l1"].endswith("and so do we")
    assert told["drop_rate"] == "to keep 80%, PyTorch drops 20%"


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("to_state_dict", lambda W, b: {"0.weight": W[0]}, "refused with “Error(s) in loading"),
        (
            "to_state_dict",
            lambda W, b: {key: -array for key, array in reference.to_state_dict(W, b).items()},
            "PyTorch takes it, but outputs differ by",
        ),
        ("to_state_dict", lambda W, b: None, "returned nothing"),
        ("weight_decay", lambda lam, n: lam, "end at weights that differ by 1e-01"),
        ("weight_decay", lambda lam, n: 2 * lam / n, "end at weights that differ by"),
        ("keras_l2", lambda lam, n: lam / n, "Keras adds 0.07313 to the cost, we add 0.03657"),
        ("keras_l1", lambda lam, n: lam / (2 * n), "we add 0.15889"),
        ("drop_rate", lambda keep: keep, "to keep 80%, PyTorch drops 80%"),
        ("drop_rate", lambda keep: 1.5, "refused with “dropout probability"),
    ],
)
def test_wrong_functions_are_told(capsys, name, wrong, words):
    told = said(capsys, RIGHT | {name: wrong})
    assert words in told[name]
    right = said(capsys, RIGHT)
    assert {key for key in told if told[key] != right[key]} == {name}


def test_missing_functions_are_named(capsys):
    told = said(capsys, {})
    assert all(words == f"{name} is not written yet." for name, words in told.items())


@pytest.mark.parametrize(
    ("hidden", "left"),
    [
        (("keras",), ["to_state_dict", "weight_decay", "drop_rate"]),
        (("torch", "keras", "tensorflow", "jax"), []),
    ],
)
def test_missing_frameworks_are_named_once(capsys, monkeypatch, hidden, left):
    found = presence.find_spec
    monkeypatch.setattr(presence, "find_spec", lambda name: None if name in hidden else found(name))
    told = said(capsys, RIGHT)
    assert list(told) == [*left, "Not installed here"]
