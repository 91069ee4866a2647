"""The values of a pipeline, and the regions that contain them."""
from dataclasses import dataclass

from forms import ACCEPTS, PRIMITIVES, is_artifact, is_list


@dataclass(frozen=True)
class Value:
    kind: str
    ours: str
    python: str
    role: str  # const, text, input, output, item, field, raw field, choice or list (what a loop yields)
    task: str = ""
    optional: bool = False

    @property
    def comparable(self):
        return self.role in ("input", "output", "item", "choice") and self.kind in PRIMITIVES and not self.optional


PROPERTIES = (("run.id", "PIPELINE_JOB_ID"), ("run.name", "PIPELINE_JOB_NAME"), ("run.resource_name", "PIPELINE_JOB_RESOURCE_NAME"),
              ("run.created_at", "PIPELINE_JOB_CREATE_TIME_UTC"), ("run.scheduled_at", "PIPELINE_JOB_SCHEDULE_TIME_UTC"),
              ("run.root", "PIPELINE_ROOT"), ("task.name", "PIPELINE_TASK_NAME"), ("task.id", "PIPELINE_TASK_ID"))


def fits(value, kind, optional=False):
    if value.optional and not optional:
        return False
    if is_artifact(kind):
        # Artifact converts to and from every artifact type.
        return value.kind == kind or (not is_list(kind) and not is_list(value.kind) and is_artifact(value.kind)
                                      and "Artifact" in (kind, value.kind))
    return value.kind in ACCEPTS.get(kind, (kind,))


class Body:
    """The statements of one region, and what they produce."""

    def __init__(self, outer=None, scope=(), group=""):
        # AVOIDED: in the SDK, a field of a constant item reaches no task through other groups.
        self.scope = [v for v in (outer.scope if outer else []) if v.role != "raw field"] + list(scope)
        self.own = []
        self.indent = outer.indent + 1 if outer else 0
        self.depth = outer.depth + 1 if outer else 0
        self.groups = (outer.groups if outer else ()) + ((group,) if group else ())  # around it: if, for, try
        self.units = []  # (ours, python) of what `after` can refer to
        self.hooked = []  # those of them that are followed by a task with `always_run`
        self.plain = []  # those of them that are tasks of components
        self.perhaps = []  # what a branch without `else` yields
        self.collected = []  # lists from inner loops that the loop around them passes on
        self.returnable = []  # what groups yield and the pipeline can return

    def add(self, *values):
        self.scope += values
        self.own += values
