"""Shapes of compiled pipelines for `mlpc import`."""
from shapes.shape import document, doubled_document, each, nested_document, nesting

END = 'pipelineInfo: {name: x}\nschemaVersion: 2.1.0\nsdkVersion: kfp-2.15.2\n'
EXECUTORS = "deploymentSpec: {executors: {exec-a: {container: {image: alpine, command: [echo]}}}}\n"
COMPONENTS = "components: {comp-a: {executorLabel: exec-a, inputDefinitions: {parameters: {x: {parameterType: STRING, isOptional: true}}}, outputDefinitions: {parameters: {y: {parameterType: STRING}}}}}\n"


def task(name, more="", component="comp-a"):
    return f"{name}: {{componentRef: {{name: {component}}}, taskInfo: {{name: {name}}}{more}}}"


def document_of(tasks, inputs="", components=COMPONENTS, executors=EXECUTORS):
    head = f", inputDefinitions: {{parameters: {{{inputs}}}}}" if inputs else ""
    return f"{components}{executors}root: {{dag: {{tasks: {{\n{tasks}\n}}}}{head}}}\n{END}"


@document
def import_tasks(n):
    return document_of(each(n, lambda i: task(f"t-{i}"), ",\n"))


@document
def import_tasks_chain(n):
    return document_of(each(n, lambda i: task(f"t-{i}", i and (
        f", dependentTasks: [t-{i - 1}], inputs: {{parameters: {{x: {{taskOutputParameter: {{producerTask: t-{i - 1}, outputParameterKey: y}}}}}}}}") or ""), ",\n"))


@document
def import_tasks_chain_reversed(n):
    return document_of(each(n, lambda i: task(f"t-{i}", i + 1 < n and f", dependentTasks: [t-{i + 1}]" or ""), ",\n"))


@document
def import_task_after_many(n):
    return document_of(each(n, lambda i: task(f"t-{i}"), ",\n") + ",\n" + task("u", f", dependentTasks: [{each(n, lambda i: f't-{i}', ', ')}]"))


@document
def import_task_cycle(n):
    return document_of(each(n, lambda i: task(f"t-{i}", f", dependentTasks: [t-{(i + 1) % n}]"), ",\n"))


@document
def import_components(n):
    return document_of(
        each(n, lambda i: task(f"t-{i}", component=f"comp-a{i}"), ",\n"),
        components="components: {" + each(n, lambda i: f"comp-a{i}: {{executorLabel: exec-a{i}}}", ", ") + "}\n",
        executors="deploymentSpec: {executors: {" + each(n, lambda i: f"exec-a{i}: {{container: {{image: alpine, command: [echo]}}}}", ", ") + "}}\n")


@document
def import_inputs(n):
    return document_of(task("t"), each(n, lambda i: f"x{i}: {{parameterType: STRING}}", ", "))


@document
def import_inputs_of_component(n):
    inputs = each(n, lambda i: f"x{i}: {{parameterType: STRING, isOptional: true}}", ", ")
    return document_of(task("t"), components=f"components: {{comp-a: {{executorLabel: exec-a, inputDefinitions: {{parameters: {{{inputs}}}}}}}}}\n")


@document
def import_outputs_of_component(n):
    outputs = each(n, lambda i: f"x{i}: {{parameterType: STRING}}", ", ")
    return document_of(task("t"), components=f"components: {{comp-a: {{executorLabel: exec-a, outputDefinitions: {{parameters: {{{outputs}}}}}}}}}\n")


@document
def import_arguments(n):
    inputs = each(n, lambda i: f"x{i}: {{parameterType: STRING}}", ", ")
    given = each(n, lambda i: f"x{i}: {{runtimeValue: {{constant: a}}}}", ", ")
    return document_of(task("t", f", inputs: {{parameters: {{{given}}}}}"),
                       components=f"components: {{comp-a: {{executorLabel: exec-a, inputDefinitions: {{parameters: {{{inputs}}}}}}}}}\n")


@document
def import_command(n):
    words = each(n, lambda i: f"a{i}", ", ")
    return document_of(task("t"), executors=f"deploymentSpec: {{executors: {{exec-a: {{container: {{image: alpine, command: [{words}]}}}}}}}}\n")


@document
def import_command_placeholders(n):
    words = '"' + "{{$.inputs.parameters['x']}} " * n + '"'
    return document_of(task("t"), executors=f"deploymentSpec: {{executors: {{exec-a: {{container: {{image: alpine, command: [{words}]}}}}}}}}\n")


@document
def import_env(n):
    env = each(n, lambda i: f"{{name: E{i}, value: v}}", ", ")
    return document_of(task("t"), executors=f"deploymentSpec: {{executors: {{exec-a: {{container: {{image: alpine, command: [echo], env: [{env}]}}}}}}}}\n")


@document
def import_constant(n):
    value = "{" + each(n, lambda i: f"a{i}: 1", ", ") + "}"
    return document_of(task("t", f", inputs: {{parameters: {{x: {{runtimeValue: {{constant: {value}}}}}}}}}"))


@document
def import_text_long(n):
    return document_of(task("t", f', inputs: {{parameters: {{x: {{runtimeValue: {{constant: "{"a" * n}"}}}}}}}}'))


@document
def import_text_of_quotes(n):
    return document_of(task("t", ', inputs: {parameters: {x: {runtimeValue: {constant: "' + r"\n\"~{" * n + '"}}}}'))


@nested_document
def import_conditions(n):
    return nested_groups(n, 'triggerPolicy: {condition: "inputs.parameter_values[\'x\'] == \'a\'"}, inputs: {parameters: {x: {componentInputParameter: x}}}')


@nested_document
def import_loops(n):
    return nested_groups(n, "parameterIterator: {itemInput: x, items: {raw: '[\"a\"]'}}")


def nested_groups(n, how):
    inputs = "inputDefinitions: {parameters: {x: {parameterType: STRING}}}"
    parts = [f"comp-g{i}: {{dag: {{tasks: {{" + task(f"g-{i + 1}" if i + 1 < n else "t", f", {how}" if i + 1 < n else "",
             f"comp-g{i + 1}" if i + 1 < n else "comp-a") + f"}}}}, {inputs}}}" for i in range(n)]
    return document_of(task("g-0", f", {how}", "comp-g0"), "x: {parameterType: STRING}", components=COMPONENTS.rstrip("}\n") + "}}}}, " + ",\n".join(parts) + "}\n")


@document
def import_groups(n):
    inputs = "inputDefinitions: {parameters: {x: {parameterType: STRING}}}"
    how = ", triggerPolicy: {condition: \"inputs.parameter_values['x'] == 'a'\"}, inputs: {parameters: {x: {componentInputParameter: x}}}"
    parts = [f"comp-condition-{i}: {{dag: {{tasks: {{" + task(f"t-{i}") + f"}}}}, {inputs}}}" for i in range(n)]
    return document_of(each(n, lambda i: task(f"condition-{i}", how, f"comp-condition-{i}"), ",\n"), "x: {parameterType: STRING}",
                       components=COMPONENTS.rstrip("}\n") + "}}}}, " + ",\n".join(parts) + "}\n")


@doubled_document
def import_pipelines_doubled(n):
    parts = [f"comp-p{i}: {{dag: {{tasks: {{" + task("a", "", f"comp-p{i + 1}" if i + 1 < n else "comp-a") + ", "
             + task("b", "", f"comp-p{i + 1}" if i + 1 < n else "comp-a") + "}}}" for i in range(n)]
    return document_of(task("t", "", "comp-p0"), components=COMPONENTS.rstrip("}\n") + "}}}}, " + ",\n".join(parts) + "}\n")


@document
def import_condition_long(n):
    condition = " || ".join("inputs.parameter_values['x'] == 'a'" for _ in range(n))
    return document_of(task("g", f', triggerPolicy: {{condition: "{condition}"}}, inputs: {{parameters: {{x: {{componentInputParameter: x}}}}}}'), "x: {parameterType: STRING}")


@nested_document
def import_condition_nested(n):
    condition = nesting(n, "!(", ")", "inputs.parameter_values['x'] == 'a'")
    return document_of(task("g", f', triggerPolicy: {{condition: "{condition}"}}, inputs: {{parameters: {{x: {{componentInputParameter: x}}}}}}'), "x: {parameterType: STRING}")


@document
def import_unknown_fields(n):
    return document_of(task("t", ", " + each(n, lambda i: f"u{i}: 1", ", ")))


@document
def import_unknown_tasks(n):
    return document_of(each(n, lambda i: task(f"t-{i}", component="comp-b"), ",\n"))


@document
def import_keys_same(n):
    return document_of(each(n, lambda i: task("t"), ",\n"))


@document
def import_comments(n):
    return "# a\n" * n + document_of(task("t"))


@doubled_document
def import_aliases(n):
    """Each anchor holds the one before twice."""
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, n)]
    return "\n".join(lines) + "\n" + document_of(task("t"))


@nested_document
def import_lists_nested(n):
    return "a: " + nesting(n, "[", "]") + "\n" + document_of(task("t"))


@nested_document
def import_records_nested(n):
    return "a: " + nesting(n, "{a: ", "}", "1") + "\n" + document_of(task("t"))


@nested_document
def import_blocks_nested(n):
    return "".join(" " * k + "a:\n" for k in range(n)) + document_of(task("t"))


@document
def import_documents(n):
    return document_of(task("t")) + "---\na: 1\n" * n


@document
def import_platforms(n):
    settings = each(n, lambda i: f"exec-a{i}: {{nodeSelector: {{labels: {{a: b}}}}}}", ", ")
    return document_of(task("t")) + f"---\nplatforms: {{kubernetes: {{deploymentSpec: {{executors: {{{settings}}}}}}}}}\n"


@document
def import_platform_env(n):
    env = each(n, lambda i: f"{{secretName: s{i}, keyToEnv: [{{secretKey: k, envVar: E{i}}}]}}", ", ")
    return document_of(task("t")) + f"---\nplatforms: {{kubernetes: {{deploymentSpec: {{executors: {{exec-a: {{secretAsEnv: [{env}]}}}}}}}}}}\n"


@document
def import_platform_volumes(n):
    env = each(n, lambda i: f"{{secretName: s{i}, mountPath: /m{i}}}", ", ")
    return document_of(task("t")) + f"---\nplatforms: {{kubernetes: {{deploymentSpec: {{executors: {{exec-a: {{secretAsVolume: [{env}]}}}}}}}}}}\n"


@document
def import_python(n):
    code = each(n, lambda i: f"    print({i})", "\\n")
    return document_of(task("t"), executors='deploymentSpec: {executors: {exec-a: {container: {image: "python:3.11", args: [--executor_input, "{{$}}", --function_to_execute, f], command: [sh, -ec, "program_path=$(mktemp -d)\\n\\nprintf \\"%s\\" \\"$0\\" > \\"$program_path/ephemeral_component.py\\"\\n_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main                         --component_module_path                         \\"$program_path/ephemeral_component.py\\"                         \\"$@\\"\\n", "\\nimport kfp\\nfrom kfp import dsl\\nfrom kfp.dsl import *\\nfrom typing import *\\n\\ndef f(x: str):\\n' + code + '\\n"]}}}}\n')
