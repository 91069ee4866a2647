from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *


@dsl.component
def go():
    print("here")


@dsl.pipeline
def environment(which: str = "other", map_name: Optional[str] = None):
    one = go().set_env_variable("PLAIN", "text")
    kubernetes.use_secret_as_env(one, "app-token", {"token": "TOKEN"})
    kubernetes.use_secret_as_env(one, "maybe", {"password": "PASSWORD"}, optional=True)
    kubernetes.use_config_map_as_env(one, "app-settings", {"level": "LEVEL"})
    kubernetes.use_field_path_as_env(one, "POD", "metadata.name")
    two = go()
    kubernetes.use_secret_as_env(two, which, {"user": "USER_NAME"})
    kubernetes.use_config_map_as_env(two, map_name, {"mode": "MODE"}, optional=True)
