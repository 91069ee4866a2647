"""The pipeline of samples/gpus_and_volumes.mlp in Python with the KFP SDK.   usage: gpus_and_volumes.py OUT.yaml"""
# differs: (memoryRequest|resourceMemoryRequest): the SDK takes no fractions of units
import sys
from typing import *

from kfp import compiler, dsl, kubernetes
from kfp.dsl import *


@dsl.container_component
def fetch(source: str):
    return dsl.ContainerSpec(image="amazon/aws-cli:2.17.0", command=["aws", "s3", "sync", source, "/data"])


@dsl.container_component
def train(epochs: int, model: Output[Model]):
    return dsl.ContainerSpec(
        image="registry.example.com/team/trainer:1.4.2",
        command=["python3", "-m", "trainer", "--data", "/data", "--epochs", epochs, "--out", model.path])


@dsl.component(base_image="python:3.12-slim")
def evaluate(
    model: Input[Model],
) -> float:
    with open(model.path, "rb") as f:
        return float(len(f.read()) % 100) / 100


@dsl.pipeline(description="Fetches data onto a volume of the run, trains on a GPU, and gives the volume back.")
def gpus_and_volumes(source: str = "s3://lake/images", epochs: int = 20, cpu: str = "4"):
    disk = kubernetes.CreatePVC(
        pvc_name_suffix="-data", access_modes=["ReadWriteOnce"], size="200Gi", storage_class_name="fast")
    fetched = fetch(source=source)
    fetched.set_retry(3, backoff_duration="30s", backoff_factor=2.0, backoff_max_duration="600s")
    fetched.set_env_variable("AWS_MAX_ATTEMPTS", "5")
    kubernetes.use_secret_as_env(
        fetched, "object-store", {"access-key": "AWS_ACCESS_KEY_ID", "secret-key": "AWS_SECRET_ACCESS_KEY"})
    kubernetes.mount_pvc(fetched, disk.outputs["name"], "/data")
    fetched.after(disk)

    trained = train(epochs=epochs)
    trained.after(fetched, disk)
    trained.set_cpu_request(cpu).set_memory_request("1536Mi").set_memory_limit("24Gi")
    trained.set_accelerator_type("nvidia.com/gpu").set_accelerator_limit(1)
    kubernetes.add_node_selector(trained, "cloud.google.com/gke-accelerator", "nvidia-l4")
    kubernetes.add_toleration(trained, key="nvidia.com/gpu", operator="Exists", effect="NoSchedule")
    kubernetes.set_image_pull_secrets(trained, ["registry-login"])
    kubernetes.use_config_map_as_env(trained, "training-settings", {"log-level": "LOG_LEVEL"})
    kubernetes.use_field_path_as_env(trained, "POD_NAME", "metadata.name")
    kubernetes.mount_pvc(trained, disk.outputs["name"], "/data")
    kubernetes.empty_dir_mount(trained, "shm", "/dev/shm", medium="Memory", size_limit="8Gi")
    kubernetes.add_ephemeral_volume(trained, "scratch", "/scratch", ["ReadWriteOnce"], "50Gi", storage_class_name="fast")
    kubernetes.use_secret_as_volume(trained, "registry-login", "/etc/registry")
    kubernetes.add_pod_label(trained, "team", "vision")
    kubernetes.set_timeout(trained, 8 * 3600)

    kubernetes.DeletePVC(pvc_name=disk.outputs["name"]).after(trained)
    evaluate(model=trained.outputs["model"]).set_caching_options(False)


compiler.Compiler().compile(gpus_and_volumes, sys.argv[1])
