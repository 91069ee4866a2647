from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *


@dsl.component
def step(
    n: int = 1,
) -> int:
    return n


@dsl.pipeline
def execution():
    a = step().set_caching_options(False).set_display_name("First: step")
    b = step(n=a.output).set_caching_options(True, cache_key="k 1")
    b.set_retry(3, backoff_duration="30s", backoff_factor=1.5, backoff_max_duration="600s")
    step(n=2).after(b).set_retry(2)
    step(n=3).after(a).ignore_upstream_failure()
