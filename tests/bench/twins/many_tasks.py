"""A chain of tasks in Python with the KFP SDK, as run.py writes it in mlp.   usage: many_tasks.py TASKS OUT.yaml"""
import sys

from kfp import compiler, dsl


@dsl.component(base_image="python:3.11-slim")
def work(text: str, count: int) -> str:
    total = 0
    for number in range(count):
        total += number
    return f"{text}: {total}"


@dsl.pipeline(name="many-tasks")
def many_tasks(text: str = "start"):
    task = None
    for number in range(int(sys.argv[1])):
        task = work(text=text if task is None else task.output, count=number)


compiler.Compiler().compile(many_tasks, sys.argv[2])
