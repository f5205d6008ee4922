"""What travels can travel, and is as small as it may be."""

import json
from dataclasses import make_dataclass

import pytest
from distributed.protocol import deserialize, serialize

from autograde.cluster.parcel import Parcel, pack
from autograde.grading.found import Found, find
from autograde.grading.reading import File, MissingError, UnreadableError, read_content
from autograde.grading.reading.slim import LARGE
from autograde.grading.submissions import Submission
from autograde.grading.work import Limits
from autograde.grading.worker import Setup
from neurona import language

ASSIGNMENT = "01_perceptron"


def travel(parcel):
    """Send something the way that Dask does."""
    return deserialize(*serialize(parcel))


@pytest.fixture
def submitted(tmp_path):
    submission = Submission(tmp_path, "s001", ASSIGNMENT)
    submission.place.mkdir(parents=True)
    return submission


def test_a_file_and_what_is_to_be_said_about_it_arrive(submitted):
    (submitted.place / "my own name.ipynb").write_bytes(b"{}")
    parcel = travel(pack(find(submitted, "course")))
    assert parcel.file.content == b"{}"
    language.use("es")
    try:
        assert "my own name.ipynb" in parcel.file.notes[0]()
        assert "cuaderno" in parcel.file.notes[0]()
    finally:
        language.use("en")


def test_that_there_is_no_file_arrives(submitted):
    assert isinstance(travel(pack(find(submitted, "course"))).file, MissingError)
    (submitted.place / f"{ASSIGNMENT}.ipynb").mkdir()
    found = find(submitted, "course")
    arrived = travel(pack(found)).file
    assert isinstance(arrived, UnreadableError)
    assert (arrived.sentence, arrived.language) == (found.file.sentence, found.file.language)


def test_an_error_s_language_arrives():
    assert travel(UnreadableError("No se puede leer.", "es")).language == "es"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_outputs_stay_at_home_and_it_reads_the_same(submitted, encoding):
    output = {"output_type": "stream", "name": "stdout", "text": "x" * LARGE}
    cell = {
        "cell_type": "code",
        "source": "def step(z):\n    return z >= 0  # así",
        "metadata": {},
        "outputs": [output],
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    file = File(json.dumps(notebook, ensure_ascii=False).encode(encoding))
    parcel = pack(Found(submitted, file, "submitted", "digest"))
    assert len(parcel.file.content) < 1000
    assert read_content(parcel.file, ASSIGNMENT) == read_content(file, ASSIGNMENT)


def test_what_is_too_large_does_not_travel(submitted):
    file = File(b'{"cells": ["' + b"x" * LARGE + b'"]}')
    parcel = pack(Found(submitted, file, "submitted", "digest"))
    assert isinstance(parcel.file, UnreadableError)
    with pytest.raises(UnreadableError, match=parcel.file.sentence):
        read_content(file, ASSIGNMENT)


def test_no_log_gets_the_secret_or_a_student_s_work(submitted, tmp_path):
    assert "tell" not in repr(Setup(tmp_path, Limits(), b"tell nobody", {}))
    assert "mine" not in repr(pack(Found(submitted, File(b"mine"), "submitted", "digest")))


def test_without_leaving_them_out_a_log_would_get_them(submitted, tmp_path):
    """A field that is declared anew is shown, as fields are."""

    def showing(kind, name):
        return make_dataclass("Shown", [(name, object)], bases=(kind,), frozen=True)

    file = File(b"mine")
    assert "tell" in repr(showing(Setup, "secret")(tmp_path, Limits(), b"tell nobody", {}))
    assert "mine" in repr(showing(Parcel, "file")("s001", ASSIGNMENT, file))
    assert "mine" not in repr(Parcel("s001", ASSIGNMENT, file))
