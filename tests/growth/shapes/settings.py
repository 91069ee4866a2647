"""Shapes of the settings of tasks, and of secrets and other resources that they refer to."""
from shapes.shape import STEP, each, nests, pipeline, shape


def task(settings, head=""):
    return head + pipeline(f"c() {{ {settings} }}")


@shape
def env(n):
    return task("env: { " + each(n, lambda i: f'E{i}: "v"', ", ") + " }")


@shape
def env_of_inputs(n):
    return pipeline("c() { env: { " + each(n, lambda i: f"E{i}: x{i}", ", ") + " } }",
                    each(n, lambda i: f'x{i}: string = "a"', ", "))


@shape
def env_of_secret_keys(n):
    keys = each(n, lambda i: f'"k{i}"', ", ")
    return task("env: { " + each(n, lambda i: f'E{i}: s["k{i}"]', ", ") + " }", f'secret s {{ name: "s", keys: [{keys}] }}\n')


@shape
def env_of_secrets(n):
    return task("env: { " + each(n, lambda i: f"E{i}: s{i}.k", ", ") + " }",
                each(n, lambda i: f'secret s{i} {{ name: "s{i}", keys: ["k"] }}') + "\n")


@shape
def env_of_configmaps(n):
    return task("env: { " + each(n, lambda i: f"E{i}: s{i}.k", ", ") + " }",
                each(n, lambda i: f'existing s{i}: k8s.ConfigMap {{ name: "s{i}", keys: ["k"] }}') + "\n")


@shape
def env_by_run_time_name(n):
    return task("env: { " + each(n, lambda i: f'E{i}: secret("s{i}")["k"]', ", ") + " }")


@shape
def tasks_with_env(n):
    return pipeline(each(n, lambda i: f'c() {{ env: {{ A: "{i}", B: "b" }} }}'))


@shape
def tasks_with_secret(n):
    return 'secret s { name: "s", keys: ["k"] }\n' + pipeline(each(n, lambda i: "c() { env: { A: s.k } }"))


@shape
def tasks_with_secrets(n):
    return each(n, lambda i: f'secret s{i} {{ name: "s{i}", keys: ["k"] }}') + "\n" + pipeline(
        each(n, lambda i: f"c() {{ env: {{ A: s{i}.k }} }}"))


@shape
def secrets_unused(n):
    return each(n, lambda i: f'secret s{i} {{ name: "s{i}", keys: ["k"] }}') + "\n" + pipeline("c()")


@shape
def secrets_same_name(n):
    return each(n, lambda i: f'secret s{i} {{ name: "s", keys: ["k{i}"] }}') + "\n" + pipeline("c()")


@shape
def secret_keys_misspelt(n):
    keys = each(n, lambda i: f'"key{i}"', ", ")
    return task("env: { " + each(n, lambda i: f'E{i}: s["kez{i}"]', ", ") + " }", f'secret s {{ name: "s", keys: [{keys}] }}\n')


@shape
def volumes(n):
    return task("volumes: { " + each(n, lambda i: f'"/m{i}": pvc("p{i}")', ", ") + " }")


@shape
def volumes_of_secrets(n):
    return task("volumes: { " + each(n, lambda i: f'"/m{i}": s{i}', ", ") + " }",
                each(n, lambda i: f'secret s{i} {{ name: "s{i}", keys: ["k"] }}') + "\n")


@shape
def volumes_of_configmaps(n):
    return task("volumes: { " + each(n, lambda i: f'"/m{i}": s{i}', ", ") + " }",
                each(n, lambda i: f'existing s{i}: k8s.ConfigMap {{ name: "s{i}", keys: ["k"] }}') + "\n")


@shape
def volumes_empty(n):
    return task("volumes: { " + each(n, lambda i: f'"/m{i}": empty_dir("e{i}")', ", ") + " }")


@shape
def volumes_ephemeral(n):
    return task("volumes: { " + each(n, lambda i: f'"/m{i}": ephemeral("e{i}", size: 1Gi)', ", ") + " }")


@shape
def labels(n):
    return task("labels: { " + each(n, lambda i: f'l{i}: "v"', ", ") + " }")


@shape
def annotations(n):
    return task("annotations: { " + each(n, lambda i: f'l{i}: "v"', ", ") + " }")


@shape
def node_selector(n):
    return task("node_selector: { " + each(n, lambda i: f'l{i}: "v"', ", ") + " }")


@shape
def tolerations(n):
    return task("tolerations: [" + each(n, lambda i: f'{{ key: "k{i}", operator: "Exists" }}', ", ") + "]")


@shape
def node_affinity(n):
    return task("node_affinity: [" + each(n, lambda i: f'{{ match_expressions: [{{ key: "k{i}", operator: "Exists" }}] }}', ", ") + "]")


@shape
def match_values(n):
    return task('node_affinity: [{ match_expressions: [{ key: "k", operator: "In", values: ['
                + each(n, lambda i: f'"v{i}"', ", ") + "] }] }]")


@shape
def resources(n):
    return task("resources: { limits: { " + each(n, lambda i: f'"a.b/r{i}": 1', ", ") + " } }")


@shape
def pull_secrets(n):
    return task("image_pull_secrets: [" + each(n, lambda i: f"s{i}", ", ") + "]",
                each(n, lambda i: f'secret s{i} {{ name: "s{i}" }}') + "\n")


@shape
def init_containers(n):
    return task("init_containers: [" + each(n, lambda i: f'{{ name: "i{i}", image: "a:1", command: ["x"] }}', ", ") + "]")


@shape
def settings_unknown(n):
    return task(each(n, lambda i: f"s{i}: 1", ", "))


@shape
def settings_twice(n):
    return task(each(n, lambda i: "cache: false", ", "))


@shape
def defaults_of_tasks(n):
    return (STEP + "pipeline p() {\n  defaults: { env: { " + each(n, lambda i: f'E{i}: "v"', ", ") + " } }\n  c()\n}\n")


@shape
def defaults_of_many_tasks(n):
    return STEP + 'pipeline p() {\n  defaults: { env: { A: "b" } }\n' + each(n, lambda i: "c()") + "\n}\n"


@shape
def options_in_constant(n):
    return 'const options: TaskOptions = { env: { A: "b" } }\n' + pipeline(each(n, lambda i: "c() { ...options }"))


@shape
def configmaps(n):
    return each(n, lambda i: f'resource s{i}: k8s.ConfigMap {{ name: "s{i}", data: {{ a: "b" }} }}') + "\n"


@shape
def configmap_data(n):
    return 'resource s: k8s.ConfigMap { name: "s", data: { ' + each(n, lambda i: f'k{i}: "b"', ", ") + " } }\n"


@shape
def namespaces(n):
    return each(n, lambda i: f'resource s{i}: k8s.Namespace {{ name: "s{i}" }}') + "\n"


@shape
def object_body(n):
    return ('resource s: k8s.Object { api_version: "v1", kind: "Thing", metadata: { name: "a" }, body: { spec: {'
            + each(n, lambda i: f'k{i}: "b"', ", ") + " } } }\n")


@shape
def object_list(n):
    return ('resource s: k8s.Object { api_version: "v1", kind: "Thing", metadata: { name: "a" }, body: { spec: ['
            + each(n, lambda i: f"{{ k: {i} }}", ", ") + "] } }\n")


@nests
def object_nested(n):
    return ('resource s: k8s.Object { api_version: "v1", kind: "Thing", metadata: { name: "a" }, body: { spec: '
            + "{ a: " * n + "1" + " }" * n + " } }\n")


@shape
def objects(n):
    return each(n, lambda i: f'resource s{i}: k8s.Object {{ api_version: "v1", kind: "Thing", metadata: {{ name: "a{i}" }}, body: {{ a: 1 }} }}') + "\n"


@shape
def claims(n):
    return each(n, lambda i: f'resource s{i}: k8s.Pvc {{ name: "s{i}", size: 1Gi, access_modes: ["ReadWriteOnce"] }}') + "\n"
