from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *


@dsl.component
def keep(
    text: str,
) -> str:
    return text


keep.component_spec.inputs["text"].description = "What is kept."


@dsl.pipeline(name="all-settings", display_name="All: settings", description="Shows where descriptions and settings go.",
              pipeline_root="s3://bucket/root", pipeline_config=dsl.PipelineConfig(workspace=dsl.WorkspaceConfig(
                  size="10Gi", kubernetes=dsl.KubernetesWorkspaceConfig(
                      pvcSpecPatch={"storageClassName": "fast", "accessModes": ["ReadWriteMany"]}))))
def settings(text: str = "a"):
    """Shows where descriptions and settings go.

    Args:
        text: What is said.
    """
    keep(text=text)
    keep(text=f"{dsl.WORKSPACE_PATH_PLACEHOLDER}/data")
