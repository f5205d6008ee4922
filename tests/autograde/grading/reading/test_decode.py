"""Files that are damaged, or are no notebooks."""

import json
import time

import pytest

from autograde.grading.reading import UnreadableError, read_submission
from autograde.grading.reading import decode as module
from autograde.grading.reading import slim as slim_module
from autograde.grading.reading.decode import decode
from autograde.grading.reading.slim import LARGE, slim

from .conftest import ASSIGNMENT, EXERCISES, find
from .reading_again import check_canonical, works


@pytest.fixture
def read(folder):
    def write_and_read(content):
        (folder / f"{ASSIGNMENT}.ipynb").write_bytes(content)
        reading = read_submission(folder, ASSIGNMENT)
        check_canonical(reading)
        return reading

    return write_and_read


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode() + b"\0" * 5000,
        lambda text: b"\n \r\n" + text.encode() + b"\n\n",
    ],
)
def test_encodings(notebook, read, encode):
    reading = read(encode(json.dumps(notebook, indent=1, ensure_ascii=False)))
    assert works(reading)
    assert reading.repairs == ()


def test_bytes_of_windows(notebook, read):
    find(notebook, "xor")["source"] += "\n# señal – λ"
    content = json.dumps(notebook, ensure_ascii=False).encode()
    reading = read(content.replace("señal –".encode(), "señal –".encode("cp1252")))
    assert works(reading)
    assert reading.cells[-1].source.endswith("\n# señal – λ")
    (said,) = reading.repairs
    assert "had to be guessed" in said


def test_a_byte_that_windows_does_not_know():
    assert decode(b'{"cells": ["\x81"]}').notebook == {"cells": ["�"]}


def test_raw_line_breaks_in_strings(notebook, read):
    text = json.dumps(notebook).replace("\\n", "\n")
    assert works(read(text.encode()))


def test_numbers_that_are_none_and_numbers_without_end(notebook, read):
    notebook["metadata"] |= {"a": float("nan"), "b": float("inf")}
    text = json.dumps(notebook).replace('"a": NaN', '"a": NaN, ' + '"c": ' + "7" * 5000)
    assert works(read(text.encode()))


def test_a_key_twice(notebook, read):
    text = json.dumps(notebook).replace('{"cells"', '{"cells": 3, "cells"', 1)
    assert works(read(text.encode()))


def test_something_after_the_end(notebook, read):
    text = json.dumps(notebook)
    reading = read((text + text[:3000]).encode())
    assert works(reading)
    (said,) = reading.repairs
    assert "goes on with something else" in said


def cut_after(notebook, name, more=20):
    text = json.dumps(notebook, indent=1, sort_keys=True)
    place = text.index(f'"grade_id": "check_{name}"')
    return text[: place + more].encode()


def test_a_file_that_stops_half_way(notebook, read):
    reading = read(cut_after(notebook, "train"))
    assert works(reading, "perceptron", "update", "train")
    assert set(reading.places) == {"perceptron", "update", "train"}
    (said,) = reading.repairs
    count = notebook["cells"].index(find(notebook, "check_train"))
    assert said.startswith("The file is damaged, as if saving had stopped half way.")
    assert f"Its first {count} cells" in said


def test_a_file_that_stops_half_way_in_spanish(spanish, read):
    (said,) = read(cut_after(spanish, "train")).repairs
    assert said.startswith("El archivo está dañado")


def test_marks_of_a_merge_in_the_middle(notebook, read):
    text = cut_after(notebook, "update") + b"\n<<<<<<< HEAD\n" + cut_after(notebook, "xor")
    assert works(read(text), "perceptron", "update")


def test_a_file_that_stops_before_any_work(notebook, read):
    text = json.dumps(notebook, sort_keys=True)
    with pytest.raises(UnreadableError, match="nothing of your work could be read"):
        read(text[: text.index('"id": "perceptron"')].encode())


def test_a_file_that_stops_and_holds_stubs_only(notebook, read, root):
    path = root / "course" / "es" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    content = path.read_bytes()
    with pytest.raises(UnreadableError, match="no se pudo leer nada de tu trabajo") as caught:
        read(content[: content.index(b"check_xor")])
    assert caught.value.language == "es"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\0" * 10_000, "empty"),
        (b"\xef\xbb\xbf", "not a notebook"),
        (b"def xor(a, b):\n    return a ^ b\n", "not a notebook"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"\n\n<html>", "web page"),
        (b"PK\x03\x04" + bytes(range(256)) * 10, "not a notebook"),
        (b"[" * 1_000_000, "not a notebook"),
        (b'{"cells": [' + b'{"a":' * 1_000_000, "not a notebook"),
        (b'"' * 100_001, "no cells"),
        (b'{"cells": [{"cell_type": "code", "source": "x', "not a notebook"),
        (b"null", "no cells"),
        (b"{}", "no cells"),
        (b"3", "no cells"),
        (b'{"cells": [null, 3, []]}', "no cells"),
        (b'{"worksheets": [{"cells": {}}, 3]}', "no cells"),
    ],
)
def test_no_notebook(read, content, reason):
    with pytest.raises(UnreadableError, match=reason):
        read(content)


def test_outputs_of_a_hundred_megabytes(notebook, read):
    picture = "iVBORw0KGgo" * 1_000_000
    streams = ['a line with a \\ and a " and [ in it\n'] * 100_000
    outputs = [{"output_type": "display_data", "data": {"image/png": picture}, "metadata": {}}]
    outputs.append({"output_type": "stream", "name": "stdout", "text": streams})
    for name in (*EXERCISES, "check_xor", "check_train", "check_update"):
        find(notebook, name)["outputs"] = outputs
    content = json.dumps(notebook, indent=1).encode()
    assert len(content) > 100_000_000
    begun = time.process_time()
    reading = read(content)
    used = time.process_time() - begun
    assert works(reading)
    assert reading.repairs == ()
    assert used < 60  # a guard against quadratic work, far above what it takes


def test_a_large_file_in_another_encoding(notebook, read):
    find(notebook, "xor")["outputs"] = [{"data": {"image/png": "A" * LARGE}}]
    assert works(read(json.dumps(notebook).encode("utf-16")))


def test_a_large_file_that_stops_in_an_output(notebook, read):
    find(notebook, "check_train")["outputs"] = [{"data": {"image/png": "A" * LARGE}}]
    content = json.dumps(notebook).encode()
    assert works(read(content[: -len(content) // 20]), "perceptron", "update", "train")


def test_slimming_keeps_all_but_outputs(notebook):
    notebook["cells"][3]["source"] = 'a = {"outputs": [1, "]"]}  # \\" "outputs": ['
    find(notebook, "xor")["outputs"] = [{"text": '"outputs": [[ \\" ]'}, [[]]]
    find(notebook, "xor")["attachments"] = {"a": {"b": "}"}}
    slimmed = json.loads(slim(json.dumps(notebook).encode()))
    for cell in notebook["cells"]:
        if "outputs" in cell:
            cell["outputs"] = []
    find(notebook, "xor")["attachments"] = {}
    assert slimmed == notebook


def test_what_is_large_without_outputs_is_refused(read):
    with pytest.raises(UnreadableError, match="too large"):
        read(b'{"cells": [' + b"[]," * (LARGE // 3 + 10))


def test_too_many_parts_are_not_looked_at(monkeypatch):
    monkeypatch.setattr(slim_module, "_MOST_TOKENS", 10)
    assert slim(b'{"outputs": [' + b"[]," * 100) is None
    assert slim(b'{"outputs": []}') == b'{"outputs": []}'


def test_memory_that_runs_out_is_the_files_fault(monkeypatch):
    def parse(text):
        raise MemoryError

    monkeypatch.setattr(module, "_parse", parse)
    with pytest.raises(UnreadableError):
        decode(b"{}")
