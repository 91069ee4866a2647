"""The pipeline of samples/control_flow.mlp in Python with the KFP SDK.   usage: control_flow.py OUT.yaml"""
# differs: triggerPolicy.condition: the SDK has no conditions of several comparisons
# differs: pipelinechannel--live: only those conditions read it
# differs: condition-7.*pipelinechannel--target: likewise
# differs: rates-loop-item-subvar-name: in the SDK a field of an item in a string comes from nowhere
# differs: tell-2.inputs.parameters.*: the SDK puts no choices into texts
import sys
from typing import *

from kfp import compiler, dsl
from kfp.dsl import *


@dsl.component
def score(
    seed: int,
    rate: float,
) -> float:
    """A number that stands for how good a model is."""
    return 1.0 - rate / (1 + seed % 7)


@dsl.component
def deploy(
    mode: str,
    target: str,
) -> str:
    return f"{target} is {mode}"


@dsl.component
def best(
    scores: List[float],
) -> float:
    return max(scores)


@dsl.component
def tell(
    text: str,
):
    print(text)


@dsl.component
def report(
    status: dsl.PipelineTaskFinalStatus,
    channel: str,
):
    print(f"{channel}: {status}")


@dsl.pipeline(
    description="Tries several learning rates, deploys the result if it is good, and reports however it ends.")
def control_flow(
    target: str = "model-a",
    seed: int = 3,
    threshold: float = 0.75,
    rates: List[Dict[str, float]] = [{"name": "slow", "value": 0.01}, {"name": "fast", "value": 0.1}],
    live: bool = False,
):
    last = report(channel="releases")
    with dsl.ExitHandler(last, name="train and deploy"):
        with dsl.ParallelFor(rates, parallelism=2) as rate:
            # `rate.value` and `rate.name` are attributes of the SDK's own.
            s = score(seed=seed, rate=rate.__getattr__("value"))
            tell(text=f"{rate.__getattr__('name')}: {s.output}")
        top = best(scores=dsl.Collected(s.output))
        with dsl.If(top.output >= threshold):
            first = deploy(mode="live", target=target)
        with dsl.Elif(top.output >= threshold):
            second = deploy(mode="shadow", target=target)
        with dsl.Else():
            third = deploy(mode="shadow", target="nothing")
        state = dsl.OneOf(first.output, second.output, third.output)
        with dsl.If(state != "nothing is shadow"):
            tell(text=state)


compiler.Compiler().compile(control_flow, sys.argv[1])
