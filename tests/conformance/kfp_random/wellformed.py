"""Whether a pipeline.yaml holds together: every reference leads somewhere, and to something of the same type. KFP's back end finds out
late, partly only when the pipeline runs. This also covers what the SDK does not compile, so that nothing can be compared."""
import re

PLACEHOLDER = re.compile(r"\{\{\$\.inputs\.parameters\['([^']+)'\]\}\}")
CONDITION = re.compile(r"inputs\.parameter_values\['([^']+)'\]")
# What is only read by strings of the task and by settings of its container.
EXTRA = re.compile(r"pipelinechannel--|(cpu|memory)_(request|limit)$|accelerator_(type|count)$|base_image$")
STATUS = ("STRUCT", "TASK_FINAL_STATUS")


def ports(component, side):
    """The parameters and artifacts on one side of a component, with their types."""
    definitions = component.get(side, {})
    found = {("parameters", n): d["parameterType"] for n, d in definitions.get("parameters", {}).items()}
    for name, definition in definitions.get("artifacts", {}).items():
        found["artifacts", name] = bool(definition.get("isArtifactList"))  # artifact types convert to each other
    return found


def placeholders(value):
    if isinstance(value, str):
        return set(PLACEHOLDER.findall(value))
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {name for part in parts for name in placeholders(part)}


class Check:
    def __init__(self, spec):
        self.spec = spec
        self.components = spec.get("components", {})
        self.found = []
        self.walk("root", spec["root"])

    def bad(self, where, what):
        self.found.append("%s: %s" % (where, what))

    def walk(self, label, component):
        tasks = component.get("dag", {}).get("tasks", {})
        held = ports(component, "inputDefinitions")
        for name, task in tasks.items():
            where = "%s.%s" % (label, name)
            callee = self.components.get(task["componentRef"]["name"])
            if callee is None:
                self.bad(where, "no component " + task["componentRef"]["name"])
                continue
            self.task(where, task, callee, tasks, held)
            self.walk(task["componentRef"]["name"], callee)
        self.outputs(label, component, tasks)
        self.cycles(label, tasks)
        if "executorLabel" in component and component["executorLabel"] not in self.spec["deploymentSpec"]["executors"]:
            self.bad(label, "no executor " + component["executorLabel"])

    def task(self, where, task, callee, tasks, held):
        wanted = ports(callee, "inputDefinitions")
        given = task.get("inputs", {})
        for sibling in set(task.get("dependentTasks", ())) - set(tasks):
            self.bad(where, "waits for %s, which is not beside it" % sibling)
        names = set()
        for kind in ("parameters", "artifacts"):
            for name, source in given.get(kind, {}).items():
                names.add(name)
                kind_of_source = self.source(where, kind, name, source, task, tasks, held)
                known = wanted.get((kind, name))
                if known is None and not EXTRA.match(name):
                    self.bad(where, "gives %s, which nobody takes" % name)
                if None not in (known, kind_of_source) and known != kind_of_source and (known, kind_of_source) != STATUS:
                    self.bad(where, "%s is %s and gets %s" % (name, known, kind_of_source))
        iterator = task.get("parameterIterator") or task.get("artifactIterator", {})
        items = iterator.get("items", {}).get("inputParameter")
        if items is not None and items not in names:
            self.bad(where, "loops over %s, which it does not get" % items)
        for kind, name in wanted:
            optional = callee["inputDefinitions"][kind][name].get("isOptional")
            if name not in names and not optional and name != iterator.get("itemInput"):
                self.bad(where, "does not get %s" % name)
        read = set(CONDITION.findall(task.get("triggerPolicy", {}).get("condition", ""))) | placeholders(given)
        if "executorLabel" in callee:
            executor = self.spec["deploymentSpec"]["executors"].get(callee["executorLabel"], {})
            read |= placeholders(executor) - {name for kind, name in wanted}
        for name in sorted(read - names):
            self.bad(where, "reads %s, which it does not get" % name)

    def source(self, where, kind, name, source, task, tasks, held):
        """The type of what an input receives, if it is known."""
        word = "Parameter" if kind == "parameters" else "Artifact"
        outer = source.get("componentInput" + word)
        if outer is not None:
            if (kind, outer) not in held:
                self.bad(where, "%s comes from %s, which is not there" % (name, outer))
            return None if "parameterExpressionSelector" in source else held.get((kind, outer))
        output = source.get("taskOutput" + word)
        if output is None:
            return None
        producer, key = output["producerTask"], output["output%sKey" % word]
        if producer not in tasks:
            self.bad(where, "%s comes from %s, which is not beside it" % (name, producer))
            return None
        # What only an image or an amount reads is not listed: the back end waits for it all the same.
        executor = self.spec["deploymentSpec"]["executors"].get(
            self.spec["components"][task["componentRef"]["name"]].get("executorLabel"), {}).get("container", {})
        amount = name in placeholders([executor.get("resources", {}), executor.get("image", "")])
        if producer not in task.get("dependentTasks", ()) and not amount:
            self.bad(where, "%s comes from %s, which it does not wait for" % (name, producer))
        made = ports(self.components[tasks[producer]["componentRef"]["name"]], "outputDefinitions")
        if (kind, key) not in made:
            self.bad(where, "%s has no output %s" % (producer, key))
        return None if "parameterExpressionSelector" in source else made.get((kind, key))

    def outputs(self, label, component, tasks):
        made = component.get("dag", {}).get("outputs", {})
        selectors = []
        for output in made.get("parameters", {}).values():
            one = [output["valueFromParameter"]] if "valueFromParameter" in output else output["valueFromOneof"]["parameterSelectors"]
            selectors += [("parameters", s["producerSubtask"], s["outputParameterKey"]) for s in one]
        for output in made.get("artifacts", {}).values():
            selectors += [("artifacts", s["producerSubtask"], s["outputArtifactKey"]) for s in output["artifactSelectors"]]
        for kind, producer, key in selectors:
            inner = self.components.get(tasks.get(producer, {}).get("componentRef", {}).get("name"), {})
            if (kind, key) not in ports(inner, "outputDefinitions"):
                self.bad(label, "hands on %s of %s, which is not there" % (key, producer))
        declared = {(k, n) for k, n in ports(component, "outputDefinitions")}
        if "dag" in component and declared != {(k, n) for k in made for n in made[k]}:
            self.bad(label, "declares other outputs than it hands on")

    def cycles(self, label, tasks):
        left = {name: set(task.get("dependentTasks", ())) & set(tasks) for name, task in tasks.items()}
        while left:
            free = [name for name, waits in left.items() if not waits & set(left)]
            if not free:
                self.bad(label, "%s wait for each other" % ", ".join(sorted(left)))
                return
            for name in free:
                del left[name]


def problems(spec):
    """What is wrong with a pipeline spec; nothing if it holds together."""
    return Check(spec).found
