"""import_settings.py FOLDER: pipelines for `kfp_import_judge.py`: components of all kinds, settings of tasks and pods."""
import os
import sys
import warnings
from typing import Dict, List, NamedTuple, Optional

from kfp import compiler, dsl, kubernetes
from kfp.dsl import Dataset, Input, InputPath, Model, Output, OutputPath

ALL = []
warnings.simplefilter("ignore")


def pipeline(**options):
    def made(function):
        ALL.append(dsl.pipeline(**options)(function))
        return ALL[-1]
    return made


@dsl.component
def show(msg: str) -> str:
    print(msg)
    return msg


@dsl.component
def make_model(m: Output[Model]):
    m.metadata["x"] = 1


@dsl.component
def use_model(m: Input[Model]) -> str:
    return m.uri


@dsl.component(base_image="python:3.9", packages_to_install=["pandas==1.3.5", "numpy"],
               pip_index_urls=["https://pypi.org/simple"])
def with_packages(text: str = 'he said "x"', opt: Optional[str] = None, flag: bool = True, ratio: float = 0.5,
                  items: List[int] = [1, 2], conf: dict = {"a": {"b": [1, "n"]}}) -> int:
    """Docs of a component.

    Args:
        text: A text.
        opt: An option
            on two lines.
    Returns:
        A number.
    """
    return 1


@pipeline(name="settings", pipeline_root="gs://root")
def settings(a: str = "q", img: str = "python:3.12", cpu: str = "1", gpu: int = 1):
    first = show(msg=a).set_cpu_limit("2").set_memory_limit("4G").set_cpu_request("500m")
    first.set_memory_request("512Mi").set_env_variable("A", "b c").set_display_name("Show it")
    second = show(msg=first.output).set_accelerator_type("nvidia.com/gpu").set_accelerator_limit(2)
    second.set_retry(3, "10s", 2.0, "5m").set_caching_options(False)
    third = show(msg="x").set_container_image(img).set_cpu_limit(cpu).set_memory_limit(a)
    third.set_accelerator_type(a).set_accelerator_limit(gpu)
    third.after(second, first)
    show(msg="y").ignore_upstream_failure().after(third)
    show(msg="z").set_caching_options(True, "key")
    plain = with_packages()
    with_packages(text="x", opt=a, flag=False, ratio=1.0, items=[3], conf={"z": a, "l": [a, f"{a}-b"]}).after(plain)


@pipeline(name="pods")
def pods(sec: str = "s", cm: str = "c", pvc: str = "p", sel: dict = {}, tol: list = []):
    t = show(msg="x")
    kubernetes.use_secret_as_env(t, "my-secret", {"password": "PW", "user": "USER_NAME"})
    kubernetes.use_secret_as_env(t, "other", {"k": "K2"}, optional=True)
    kubernetes.use_secret_as_volume(t, "my-secret", "/etc/s")
    kubernetes.use_config_map_as_env(t, "cm", {"a": "A1"})
    kubernetes.use_config_map_as_volume(t, "cm", "/etc/cm", optional=True)
    kubernetes.mount_pvc(t, "data", "/data")
    kubernetes.use_field_path_as_env(t, "POD", "metadata.name")
    kubernetes.set_image_pull_secrets(t, ["reg"])
    kubernetes.set_image_pull_policy(t, "Always")
    kubernetes.add_node_selector(t, "disk", "ssd")
    kubernetes.add_node_selector(t, "zone", "a")
    kubernetes.add_pod_label(t, "l", "v")
    kubernetes.add_pod_annotation(t, "an", "v v")
    kubernetes.add_toleration(t, key="k", operator="Equal", value="v", effect="NoExecute", toleration_seconds=10)
    kubernetes.add_toleration(t, key="k2", operator="Exists")
    kubernetes.set_timeout(t, 600)
    kubernetes.add_ephemeral_volume(t, "vol", "/eph", ["ReadWriteOnce"], "5Gi", storage_class_name="std",
                                    labels={"a": "b"})
    kubernetes.empty_dir_mount(t, "scratch", "/scratch", size_limit="1Gi", medium="Memory")
    kubernetes.add_node_affinity(t, match_expressions=[{"key": "a", "operator": "In", "values": ["x"]}], weight=5)
    second = show(msg="y")
    kubernetes.use_secret_as_env(second, sec, {"k": "K"})
    kubernetes.use_config_map_as_env(second, cm, {"k": "K2"})
    kubernetes.mount_pvc(second, pvc, "/d")
    kubernetes.add_node_selector_json(second, sel)
    kubernetes.add_toleration_json(second, tol)
    name = show(msg="name")
    kubernetes.use_secret_as_volume(show(msg="z"), name.output, "/s")
    claim = kubernetes.CreatePVC(pvc_name_suffix="-x", access_modes=["ReadWriteMany"], size="5Gi",
                                 storage_class_name="standard")
    writes = show(msg="w")
    kubernetes.mount_pvc(writes, claim.outputs["name"], "/w")
    kubernetes.DeletePVC(pvc_name=claim.outputs["name"]).after(writes)


@dsl.container_component
def words(a: str, out: dsl.OutputPath(str), d: Output[Dataset], m: Input[Model], o: Optional[str] = None,
          f: float = 1.0):
    return dsl.ContainerSpec(
        image="alpine", command=["sh", "-c", f"echo {a} > $0; echo $1"],
        args=[out, d.path, m.uri, m.path, "--f", f,
              dsl.IfPresentPlaceholder("o", then=["--o", o], else_=["--none"]),
              dsl.ConcatPlaceholder(["x-", a, "-", m.metadata["v"]])])


@dsl.container_component
def hello():
    return dsl.ContainerSpec(image="alpine", command=["echo"], args=["hello"])


@dsl.container_component
def hello2():
    return dsl.ContainerSpec(image="alpine", command=["echo"], args=["hello"])


@dsl.container_component
def bare():
    return dsl.ContainerSpec(image="alpine")


@pipeline(name="containers")
def containers(a: str = "x"):
    made = make_model()
    first = words(a=a, m=made.outputs["m"])
    words(a="b", m=made.outputs["m"], o="opt", f=2.0)
    show(msg=first.outputs["out"])
    hello()
    hello2()
    hello()
    bare()


@pipeline(name="importers")
def importers(u: str = "gs://x", v: str = "v"):
    dsl.importer(artifact_uri="gs://a/b", artifact_class=Dataset, reimport=True,
                 metadata={"z": v, "a": [v, u], "n": 3})
    second = dsl.importer(artifact_uri=u, artifact_class=Model)
    use_model(m=second.output)
    t = show(msg="x")
    third = dsl.importer(artifact_uri=t.output, artifact_class=Model, metadata={"k": t.output})
    use_model(m=third.output)
    with dsl.If(u == "x"):
        use_model(m=dsl.importer(artifact_uri=u, artifact_class=Model).output)
    with dsl.ParallelFor(["a", "b"]) as z:
        use_model(m=dsl.importer(artifact_uri=z, artifact_class=Model).output)


@dsl.component(base_image="example.org/x/y:1", target_image="example.org/x/y:1")
def containerized(x: str) -> str:
    return x


@dsl.component(install_kfp_package=False)
def no_kfp(x: str) -> str:
    return x


@dsl.component(kfp_package_path="git+https://github.com/kubeflow/pipelines#subdirectory=sdk/python")
def my_kfp(x: str) -> str:
    return x


@dsl.component(use_venv=True, packages_to_install=["requests"])
def in_venv(x: str) -> str:
    return x


@dsl.component(pip_index_urls=["https://a.example/simple", "https://b.example/simple"],
               pip_trusted_hosts=["a.example"], packages_to_install=["requests"])
def trusted(x: str) -> str:
    return x


@pipeline(name="packaging")
def packaging():
    containerized(x="a")
    no_kfp(x="a")
    my_kfp(x="a")
    in_venv(x="a")
    trusted(x="b")


@dsl.component
def returns_artifact(x: str) -> Dataset:
    return Dataset(uri=dsl.get_uri())


@dsl.component
def returns_several(x: str) -> NamedTuple("O", a=Dataset, b=Model, c=int):
    return None


@dsl.component
def takes_artifact(d: Dataset) -> str:
    return ""


@pipeline(name="pythonic")
def pythonic() -> Dataset:
    a = returns_artifact(x="1")
    b = returns_several(x="2")
    takes_artifact(d=a.output)
    takes_artifact(d=b.outputs["a"])
    with dsl.If(b.outputs["c"] > 3):
        z = returns_artifact(x="3")
    with dsl.Else():
        y = returns_artifact(x="4")
    chosen = dsl.OneOf(z.output, y.output)
    takes_artifact(d=chosen)
    return chosen


@dsl.component
def makes(message: str, one_path: OutputPath("Dataset"), two: Output[Dataset], text_path: OutputPath(str),
          flag_path: OutputPath(bool), map_path: OutputPath(Dict[str, int]), list_path: OutputPath(List[str])):
    pass


@dsl.component
def takes(one_path: InputPath("Dataset"), two: Input[Dataset], message: str, flag: bool, numbers: Dict[str, int],
          texts: List[str], model: Output[Model], steps: int = 100):
    pass


@pipeline(name="paths")
def paths(message: str):
    m = makes(message=message)
    takes(one_path=m.outputs["one_path"], two=m.outputs["two"], message=m.outputs["text_path"],
          flag=m.outputs["flag_path"], numbers=m.outputs["map_path"], texts=m.outputs["list_path"])


WORKSPACE = dsl.WorkspaceConfig(size="10Gi", kubernetes=dsl.KubernetesWorkspaceConfig(
    pvcSpecPatch={"storageClassName": "s", "accessModes": ["ReadWriteMany"]}))


@pipeline(name="workspace", display_name="A display name",
          pipeline_config=dsl.PipelineConfig(workspace=WORKSPACE))
def workspace(a: str = "x"):
    show(msg=f"{dsl.WORKSPACE_PATH_PLACEHOLDER}/{a}")


if __name__ == "__main__":
    for each in ALL + [with_packages, words, hello, make_model]:
        compiler.Compiler().compile(each, os.path.join(sys.argv[1], "settings-%s.yaml" % each.name))
