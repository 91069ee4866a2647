from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *


@dsl.component
def say(
    text: str,
) -> str:
    return text


@dsl.component
def go():
    print("here")


@dsl.pipeline
def volumes(claim_name: str = "data"):
    made = kubernetes.CreatePVC(pvc_name_suffix="-made", access_modes=["ReadWriteOnce"], size="5Gi",
                                storage_class_name="standard", annotations={"a": "b"})
    named = say(text="from-a-task")
    used = go()
    kubernetes.use_secret_as_volume(used, "app-token", "/secret")
    kubernetes.use_config_map_as_volume(used, "app-settings", "/settings")
    kubernetes.mount_pvc(used, made.outputs["name"], "/made")
    kubernetes.mount_pvc(used, claim_name, "/given")
    kubernetes.mount_pvc(used, named.output, "/found")
    used.after(named)
    used.after(made)
    kubernetes.mount_pvc(used, "static", "/constant")
    kubernetes.use_secret_as_volume(used, "other", "/other", optional=True)
    kubernetes.empty_dir_mount(used, "shm", "/shm", "Memory", "1Gi")
    kubernetes.add_ephemeral_volume(used, "scratch", "/scratch", ["ReadWriteOnce"], "5Gi", storage_class_name="fast",
                                    labels={"l": "1"}, annotations={"a/b": "2"})
    kubernetes.DeletePVC(pvc_name=made.outputs["name"]).after(used)
