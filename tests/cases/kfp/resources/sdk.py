from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *


@dsl.component
def size() -> str:
    return "2Gi"


@dsl.component
def go():
    print("here")


@dsl.pipeline
def resources(cpu: str = "2", kind: str = "nvidia.com/gpu", count: str = "1", image: str = "python:3.12"):
    memory = size()
    one = go()
    one.set_cpu_request("500m").set_memory_request("64Mi").set_cpu_limit("1.5").set_memory_limit("1Gi")
    one.set_accelerator_type("nvidia.com/gpu").set_accelerator_limit(2)
    two = go()
    two.set_cpu_request(cpu).set_cpu_limit(cpu).set_memory_limit(memory.output)
    two.set_accelerator_type(kind).set_accelerator_limit(count)
    two.set_container_image(image)
