from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *

Outputs = NamedTuple('Outputs', [('a', int), ('b', str)])


@dsl.component(base_image="python:3.12", packages_to_install=["numpy==1.26.4", "pandas>=2"],
               pip_index_urls=["https://a.example/simple", "https://b.example/simple"], pip_trusted_hosts=["a.example"])
def packages(
    x: int,
) -> int:
    return x


@dsl.component(packages_to_install=["requests==2.32.3"], use_venv=True)
def in_venv(
    x: int,
) -> int:
    return x


@dsl.component(install_kfp_package=False)
def bare(
    x: int,
) -> int:
    return x


@dsl.component(kfp_package_path="kfp==2.14.0")
def other_kfp(
    x: int,
) -> int:
    return x


@dsl.component
def module(x: int) -> int:
    """Doubles."""
    return x * 2


@dsl.component
def named(
    x: int,
    out: Output[Dataset],
) -> Outputs:
    open(out.path, "w").close()
    return Outputs(a=x, b="y")


@dsl.pipeline
def packaging(x: int = 1):
    packages(x=x)
    in_venv(x=x)
    bare(x=x)
    other_kfp(x=x)
    module(x=x)
    named(x=x)
