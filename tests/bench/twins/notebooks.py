"""The pipeline of samples/notebooks.mlp in Python with the KFP SDK.   usage: notebooks.py OUT.yaml"""
# differs: exec-(explore|explore-file|strip-words).container.command: what unpacks files and runs notebooks is the compiler's own
import pathlib
import sys
from typing import *

from kfp import compiler, dsl
from kfp.dsl import *

FILES = pathlib.Path(__file__).resolve().parents[3] / "samples/notebooks"


@dsl.component(embedded_artifact_path=str(FILES / "assets"))
def strip_words(
    text: str,
    embedded: dsl.EmbeddedInput[dsl.Artifact],
) -> str:
    return open(embedded.path).read() + text


@dsl.notebook_component(notebook_path=str(FILES / "explore.ipynb"))
def explore(text: str, top: int = 3):
    dsl.run_notebook(text=text, top=top)


@dsl.notebook_component(notebook_path=str(FILES / "explore.ipynb"))
def explore_file(words: Input[Dataset], summary: Output[Markdown]):
    dsl.run_notebook(text=words.path, top=5)


@dsl.component
def write_words(
    text: str,
    words: Output[Dataset],
):
    with open(words.path, "w") as out:
        out.write(text)


@dsl.pipeline(description="Counts words twice: in a notebook, and in a notebook that code prepares.")
def notebooks(text: str = "the quick fox and the lazy dog"):
    stripped = strip_words(text=text)
    explore(text=stripped.output)
    written = write_words(text=stripped.output)
    explore_file(words=written.outputs["words"])


compiler.Compiler().compile(notebooks, sys.argv[1])
