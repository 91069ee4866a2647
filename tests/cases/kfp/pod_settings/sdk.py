from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *


@dsl.component
def go():
    print("here")


@dsl.pipeline
def pod_settings(selector: dict = {"pool": "ml"}, taint: dict = {"key": "k"}, zones: dict = {}, pull: str = "pull"):
    one = go()
    kubernetes.add_node_selector(one, "pool", "ml")
    kubernetes.add_node_selector(one, "acme.org/gpu", "a")
    kubernetes.add_toleration(one, key="k", value="v", effect="NoSchedule")
    kubernetes.add_toleration(one, key="e", operator="Exists", effect="NoExecute", toleration_seconds=10)
    kubernetes.add_node_affinity(one, match_expressions=[{"key": "zone", "operator": "In", "values": ["a", "b"]}], weight=7)
    kubernetes.add_node_affinity(one, match_expressions=[{"key": "disk", "operator": "Exists"}])
    kubernetes.add_pod_label(one, "l", "1")
    kubernetes.add_pod_annotation(one, "a/c", "some text")
    kubernetes.set_timeout(one, 1200)
    kubernetes.set_image_pull_secrets(one, ["registry-key"])
    kubernetes.set_image_pull_policy(one, "Always")
    two = go()
    kubernetes.add_node_selector_json(two, selector)
    kubernetes.add_toleration_json(two, taint)
    kubernetes.add_node_affinity_json(two, zones)
    kubernetes.set_image_pull_secrets(two, [pull])
