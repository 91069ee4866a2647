"""The KFP SDK with a fixed order of merging.

The SDK takes the components and executors of a nested pipeline in the order of a protobuf map, which differs from
process to process: labels in use get their numbers in that order, and some orders mix executors up. Here it takes them
in the order in which they were created, which is one of the possible ones.
"""
import contextlib
import inspect

from kfp.compiler import pipeline_spec_builder as builder

_making = []  # the pipelines being compiled: their labels, in order
_made = {}  # the finished ones, by name


_reverse = [False]


def _ordered(spec, entries):
    order = _made.get(spec.pipeline_info.name, {})
    return sorted(entries.items(), key=lambda entry: order.get(entry[0], len(order)), reverse=_reverse[0])


def _rewritten(function, *pieces):
    source = inspect.getsource(function)
    for old, new in pieces:
        if old not in source:
            raise RuntimeError("another version of the SDK: %r is not in %s" % (old, function.__name__))
        source = source.replace(old, new)
    names = {}
    builder.__dict__["_ordered"] = _ordered
    exec(compile(source, "<%s in one order>" % function.__name__, "exec"), builder.__dict__, names)
    return names[function.__name__]


@contextlib.contextmanager
def one_order(reverse):
    """Inside it, the SDK merges in a fixed order. Backwards it mixes no executors up: a label is free by the time it is given a number."""
    _reverse[0] = reverse
    create, unique = builder.create_pipeline_spec, builder.utils.make_name_unique_by_adding_index
    before = {name: getattr(builder, name) for name in ("create_pipeline_spec", "_merge_deployment_spec", "_merge_component_spec")}

    def creating(*arguments, **named):
        _making.append({})
        try:
            made = create(*arguments, **named)
            _made[made[0].pipeline_info.name] = _making[-1]
            return made
        finally:
            _making.pop()

    def claiming(*arguments, **named):
        name = unique(*arguments, **named)
        if _making:
            _making[-1].setdefault(name, len(_making[-1]))
        return name

    executors = "in sub_deployment_config.executors.items(\n    ):"
    components = "in sub_pipeline_spec.components.items()"
    builder._merge_deployment_spec = _rewritten(
        builder._merge_deployment_spec, (executors, "in _ordered(sub_pipeline_spec, sub_deployment_config.executors):"))
    builder._merge_component_spec = _rewritten(
        builder._merge_component_spec, (components + ":", "in _ordered(sub_pipeline_spec, sub_pipeline_spec.components):"))
    builder.create_pipeline_spec = creating
    builder.utils.make_name_unique_by_adding_index = claiming
    try:
        yield
    finally:
        builder.utils.make_name_unique_by_adding_index = unique
        for name, function in before.items():
            setattr(builder, name, function)
