"""Random settings of tasks and pipelines: entries of the braces in mlp, statements on the task in Python."""
from forms import literal

# Declared in every program.
DECLARATIONS = """secret token { name: "app-token", keys: ["token", "tls.crt"] }
secret maybe_there { keys: ["password"], optional: true }
secret registry { name: "registry-key", keys: [".dockerconfigjson"] }
existing settings: k8s.ConfigMap { name: "app-settings", keys: ["level", "a.b"] }
existing claim: k8s.Pvc { name: "app-data" }
"""


class Options:
    """The settings of one task. `text` is a run-time text in both languages, or None."""

    def __init__(self, r, task, body, pods=True):
        self.r = r
        self.body = body
        self.pods = pods  # whether settings in the platform document are allowed
        self.task = task
        self.ours = []
        self.python = []
        self.waits = []  # tasks whose outputs the settings read

    def chance(self, share):
        return self.r.random() < share

    def call(self, method, *arguments):
        self.python.append("%s.%s(%s)" % (self.task, method, ", ".join(arguments)))

    def kubernetes(self, function, *arguments):
        self.python.append("kubernetes.%s(%s, %s)" % (function, self.task, ", ".join(arguments)))

    def parameter(self, kind, optional=False):
        """A run-time value for a setting. `optional`: it may be absent. AVOIDED: inside a group, what comes from
        outside, since the SDK does not pass in what only a setting reads."""
        found = [v for v in self.body.own if v.kind == kind and v.role == "output"]
        if not self.body.groups:
            found += [v for v in self.body.scope if v.kind == kind and v.role == "input" and (optional or not v.optional)] * 2
        return self.r.choice(found) if found else None

    def reads(self, value):
        """Remembers what the settings read."""
        if value is not None and value.task:
            self.waits.append(value.task)

    def text(self, words, optional=True):
        """A constant or a run-time text."""
        value = self.parameter("string", optional) if self.chance(0.4) else None
        if value is not None:
            self.reads(value)
            return value.ours, value.python
        word = self.r.choice(words)
        return literal(word), repr(word)

    def common(self):
        """What every task can have, even a call of a pipeline."""
        if self.chance(0.1):
            self.ours.append('display_name: "Nice: name"')
            self.call("set_display_name", "'Nice: name'")
        if self.chance(0.12):
            self.ours.append("cache: false")
            if self.chance(0.3):
                self.ours.append('cache_key: "k 1"')
                self.call("set_caching_options", "False", "cache_key='k 1'")
            else:
                self.call("set_caching_options", "False")
        elif self.chance(0.08):
            self.ours.append('cache_key: "key"')
            self.call("set_caching_options", "True", "cache_key='key'")

    def retry(self):
        if not self.chance(0.12):
            return
        most = self.r.randint(1, 9)
        ours, python = ["max: %d" % most], [str(most)]
        if self.chance(0.5):
            ours.append("backoff: 30s")
            python.append("backoff_duration='30s'")
        if self.chance(0.5):
            ours.append("factor: 3.0")
            python.append("backoff_factor=3.0")
        if self.chance(0.5):
            ours.append("cap: 10m")
            python.append("backoff_max_duration='600s'")
        self.ours.append("retry: { %s }" % ", ".join(ours))
        self.call("set_retry", *python)

    def resources(self):
        parts = {"requests": [], "limits": []}
        cpus = {"requests": ("0.5", "250m"), "limits": ("1500m", "2", "2.5")}
        sizes = {"requests": ("64Mi", "100M"), "limits": ("1Gi", "2G", "512Mi")}
        for part, method in (("requests", "request"), ("limits", "limit")):
            for name, amounts in (("cpu", cpus[part]), ("memory", sizes[part])):
                if not self.chance(0.1):
                    continue
                value = self.parameter("string") if self.chance(0.4) else None
                self.reads(value)
                amount = self.r.choice(amounts)
                parts[part].append("%s: %s" % (name, value.ours if value else amount))
                self.call("set_%s_%s" % (name, method), value.python if value else repr(amount))
        written = ["%s: { %s }" % (part, ", ".join(items)) for part, items in parts.items() if items]
        if written:
            self.ours.append("resources: { %s }" % ", ".join(written))
        if self.chance(0.08):
            kind, python_kind = self.text(["nvidia.com/gpu", "NVIDIA_TESLA_P4"], optional=False)
            count = python_count = str(self.r.choice([1, 2, 4, 8, 16]))  # the SDK accepts no others
            value = self.parameter("int") if self.chance(0.3) else None
            if value is not None:
                self.reads(value)
                count, python_count = value.ours, value.python
            self.ours.append("accelerator: { type: %s, count: %s }" % (kind, count))
            self.call("set_accelerator_type", python_kind)
            self.call("set_accelerator_limit", python_count)
        if self.chance(0.08):
            ours, python = self.text(["python:3.13", "ghcr.io/acme/other:2"], optional=False)
            self.ours.append("image: " + ours)
            self.call("set_container_image", python)

    def environment(self):
        entries = []
        for name in self.r.sample(["A", "LOG_LEVEL", "HTTP_PROXY"], self.r.choice([0, 0, 0, 1, 2])):
            value = self.r.choice(["1", "debug", "a b", "é", 'q"q', "50%"])
            entries.append('%s: %s' % (name, literal(value)))
            self.call("set_env_variable", repr(name), repr(value))
        if self.pods and self.chance(0.1):
            entries.append("TOKEN: token.token")
            keys = {"token": "TOKEN"}
            if self.chance(0.5):
                entries.append('CERTIFICATE: token["tls.crt"]')
                keys["tls.crt"] = "CERTIFICATE"
            self.kubernetes("use_secret_as_env", "'app-token'", repr(keys))
        if self.pods and self.chance(0.06):
            entries.append("PASSWORD: maybe_there.password")
            self.kubernetes("use_secret_as_env", "'maybe-there'", "{'password': 'PASSWORD'}", "optional=True")
        if self.pods and self.chance(0.06):
            ours, python = self.text(["other-secret"])
            entries.append('USER_NAME: secret(%s)["user"]' % ours)
            self.kubernetes("use_secret_as_env", python, "{'user': 'USER_NAME'}")
        if self.pods and self.chance(0.08):
            entries.append("LEVEL: settings.level")
            self.kubernetes("use_config_map_as_env", "'app-settings'", "{'level': 'LEVEL'}")
        if self.pods and self.chance(0.06):
            ours, python = self.text(["other-map"])
            entries.append('MODE: config_map(%s, optional: true)["mode"]' % ours)
            self.kubernetes("use_config_map_as_env", python, "{'mode': 'MODE'}", "optional=True")
        if self.pods and self.chance(0.06):
            entries.append("""POD: field("metadata.annotations['a/b']")""")
            self.kubernetes("use_field_path_as_env", "'POD'", "\"metadata.annotations['a/b']\"")
        if entries:
            self.ours.append("env: { %s }" % ", ".join(entries))

    def volumes(self):
        entries = []
        if self.chance(0.06):
            entries.append('"/secret": token')
            self.kubernetes("use_secret_as_volume", "'app-token'", "'/secret'")
        if self.chance(0.05):
            ours, python = self.text(["other-secret"])
            entries.append('"/other": secret(%s, optional: true)' % ours)
            self.kubernetes("use_secret_as_volume", python, "'/other'", "optional=True")
        if self.chance(0.06):
            entries.append('"/settings": settings')
            self.kubernetes("use_config_map_as_volume", "'app-settings'", "'/settings'")
        if self.chance(0.05):
            entries.append('"/claim": pvc(claim)')
            self.kubernetes("mount_pvc", "'app-data'", "'/claim'")
        if self.chance(0.06):
            ours, python = self.text(["static-claim"], optional=False)
            entries.append('"/data": pvc(%s)' % ours)
            self.kubernetes("mount_pvc", python, "'/data'")
        if self.chance(0.06):
            memory = self.chance(0.5)
            entries.append('"/scratch": empty_dir("scratch"%s)' % (', medium: "Memory", size: 1Gi' if memory else ""))
            self.kubernetes("empty_dir_mount", "'scratch'", "'/scratch'",
                            *(["medium='Memory'", "size_limit='1Gi'"] if memory else []))
        if self.chance(0.06):
            more = self.chance(0.5)
            entries.append('"/work": ephemeral("work", size: 5Gi, access_modes: ["ReadWriteOnce"]%s)' % (
                ', storage_class: "fast", labels: { l: "1" }, annotations: { "a/b": "2" }' if more else ""))
            self.kubernetes("add_ephemeral_volume", "'work'", "'/work'", "['ReadWriteOnce']", "'5Gi'",
                            *(["storage_class_name='fast'", "labels={'l': '1'}", "annotations={'a/b': '2'}"] if more else []))
        if entries:
            self.ours.append("volumes: { %s }" % ", ".join(entries))

    def placement(self):
        value = self.parameter("map", optional=True)
        self.reads(value)
        if self.chance(0.06):
            self.ours.append('node_selector: { pool: "ml", "acme.org/gpu": "a" }')
            self.kubernetes("add_node_selector", "'pool'", "'ml'")
            self.kubernetes("add_node_selector", "'acme.org/gpu'", "'a'")
        elif self.chance(0.04) and value is not None:
            self.ours.append("node_selector: " + value.ours)
            self.kubernetes("add_node_selector_json", value.python)
        if self.chance(0.06):
            terms = ['{ key: "k", operator: "Equal", value: "v", effect: "NoSchedule" }']
            self.kubernetes("add_toleration", "key='k'", "operator='Equal'", "value='v'", "effect='NoSchedule'")
            if self.chance(0.5):
                terms.append('{ key: "e", operator: "Exists", effect: "NoExecute", toleration_seconds: 10 }')
                self.kubernetes("add_toleration", "key='e'", "operator='Exists'", "effect='NoExecute'", "toleration_seconds=10")
            if self.chance(0.4) and value is not None:
                terms.append(value.ours)
                self.kubernetes("add_toleration_json", value.python)
            self.ours.append("tolerations: [%s]" % ", ".join(terms))
        if self.chance(0.06):
            weight = self.chance(0.5)
            self.ours.append('node_affinity: [{ match_expressions: [{ key: "zone", operator: "In", values: ["a", "b"] }]%s }]'
                             % (", weight: 7" if weight else ""))
            self.kubernetes("add_node_affinity", "match_expressions=[{'key': 'zone', 'operator': 'In', 'values': ['a', 'b']}]",
                            *(["weight=7"] if weight else []))
        elif self.chance(0.04) and value is not None:
            self.ours.append("node_affinity: " + value.ours)
            self.kubernetes("add_node_affinity_json", value.python)

    def pod(self):
        if self.chance(0.06):
            self.ours.append('labels: { l: "1", "a/b": "x" }')
            self.kubernetes("add_pod_label", "'l'", "'1'")
            self.kubernetes("add_pod_label", "'a/b'", "'x'")
        if self.chance(0.06):
            self.ours.append('annotations: { "a/c": "some text" }')
            self.kubernetes("add_pod_annotation", "'a/c'", "'some text'")
        if self.chance(0.06):
            self.ours.append("timeout: 20m")
            self.kubernetes("set_timeout", "1200")
        if self.chance(0.05):
            self.ours.append("image_pull_secrets: [registry]")
            self.kubernetes("set_image_pull_secrets", "['registry-key']")
        if self.chance(0.05):
            policy = self.r.choice(["Always", "IfNotPresent", "Never"])
            self.ours.append('image_pull_policy: "%s"' % policy)
            self.kubernetes("set_image_pull_policy", repr(policy))

    def taken(self, fields):
        """What a task can have if its component takes over some fields: the SDK rejects the others."""
        self.common()
        if "resources" in fields:
            self.resources()
        if "env" in fields and self.chance(0.5):
            self.ours.append('env: { A: "x" }')
            self.call("set_env_variable", "'A'", "'x'")
        if self.pods and "volumes" in fields and self.chance(0.5):
            self.ours.append('volumes: { "/data": pvc("static-claim") }')
            self.kubernetes("mount_pvc", "'static-claim'", "'/data'")
        if self.pods and "tolerations" in fields and self.chance(0.5):
            self.ours.append('tolerations: [{ key: "k", operator: "Exists" }]')
            self.kubernetes("add_toleration", "key='k'", "operator='Exists'")
        if self.pods and "node_selector" in fields and self.chance(0.5):
            self.ours.append('node_selector: { pool: "ml" }')
            self.kubernetes("add_node_selector", "'pool'", "'ml'")
        return self

    def container(self):
        """What a task of a component can have."""
        self.common()
        self.retry()
        self.resources()
        self.environment()
        if self.pods:
            self.volumes()
            self.placement()
            self.pod()
        return self

    def nested(self):
        """What a call of a pipeline can have."""
        self.common()
        self.retry()
        return self


def pipeline_settings(r):
    """The settings of a pipeline and the arguments of its decorator. The released SDK does not support the others."""
    ours, python = [], []
    if r.random() < 0.3:
        name = r.choice(["my-name", "x-1", "the-pipeline"])
        ours.append("name: " + literal(name))
        python.append("name=%r" % name)
    if r.random() < 0.3:
        ours.append('display_name: "Shown: so"')
        python.append("display_name='Shown: so'")
    if r.random() < 0.3:
        ours.append('root: "s3://bucket/root"')
        python.append("pipeline_root='s3://bucket/root'")
    if r.random() < 0.3:
        patch = r.choice([{}, {"storageClassName": "fast"}, {"storageClassName": "s", "accessModes": ["ReadWriteMany"]}])
        more = "".join(', %s: %s' % ({"storageClassName": "storage_class", "accessModes": "access_modes"}[k], literal(v))
                       for k, v in patch.items())
        ours.append("workspace: { size: 10Gi%s }" % more)
        python.append("pipeline_config=dsl.PipelineConfig(workspace=dsl.WorkspaceConfig(size='10Gi', "
                      "kubernetes=dsl.KubernetesWorkspaceConfig(pvcSpecPatch=%r)))" % patch)
    return ours, python
