"""What a test of the schemas has to know about them: where each is used, and values where not just any value will do."""

ALIASES = {"azure.devops": "ado", "azure.ml": "azureml"}
IMPORTS = "import azure\nimport azure.devops as ado\nimport azure.ml as azureml\nimport k8s\nimport trainer\n"

# Strings, by the name of the field.
TEXTS = {
    "image": "example.org/other:1", "cron": "5 4 * * *", "location": "westeurope", "vm_image": "ubuntu-24.04",
    "uri": "https://example.org/x", "storage_uri": "hf://a/b", "kfp_version": "2.14.1", "version": "1.2.3",
    "subscription": "01234567-89ab-cdef-0123-456789abcdef", "root": "s3://bucket/root", "mount_path": "/mnt/x",
    "path": "/x", "schema": "other.Thing", "kfp_package": "kfp==2.14.1", "vm_size": "Standard_DS3_v2",
    "topology_key": "kubernetes.io/hostname", "manager": "example.org/team", "task": "a.b.C@1",
    "api_version": "batch/v1", "target_image": "example.org/built:1", "kubernetes_version": "1.31",
}
# Values, by the field; if it is required, also a second one.
VALUES = {
    "trainer.TrainJob.runtime": ('"torch-distributed"', '"deepspeed-distributed"'),
    "trainer.JobPatch.name": ('"node"', '"node"'),
    "trainer.ContainerPatch.name": ('"node"', '"other"'),
    "azure.MetricAlert.condition": ('"avg Latency > 1000"', '"avg Latency > 2000"'),
    "azure.MetricAlert.window": ("15m",), "azure.MetricAlert.every": ("5m",),
    "azure.RoleAssignment.role": ('"AcrPull"', '"AcrPush"'),
    "azure.ManagedCluster.node_pools": ('[{ name: "sys2", mode: "System", vm_size: "Standard_DS3_v2", count: 1 }]',),
    "azure.KeyVault.soft_delete_retention": ("30d",), "azure.LogAnalytics.retention": ("60d",),
    "k8s.Object.metadata": ('{ name: "zz9" }', '{ name: "yy8" }'),
    "k8s.Pvc.access_modes": ('["ReadWriteMany"]',),
    "prelude.ClusterSecret.keys": ('["k", "l"]',), "k8s.ConfigMap.keys": ('["k", "l"]',),
    "azure.RoleAssignment.principal": ('"01234567-89ab-cdef-0123-456789abcdef"', '"11234567-89ab-cdef-0123-456789abcdef"'),
    "azure.ml.JobInput.mode": ('"ro_mount"',), "azure.ml.Model.path": ('"./model"', '"./other"'),
    "k8s.Object.kind": ('"CronJob"', '"Job"'),
    "azure.devops.Job.timeout": ("2h",),
    "azure.devops.Deployment.timeout": ("2h",),
}
# What a record needs besides what its type requires.
ALWAYS = {
    "prelude.ComponentSettings": {"image": '"a:1"', "command": '["x"]'},
    "prelude.ArtifactSchema": {"schema": '"some.Thing"'},
    "prelude.ClusterSecret": {"keys": '["k"]'},
    "prelude.Toleration": {"key": '"k1"', "value": '"v1"', "effect": '"NoExecute"'},
    "prelude.AffinityTerm": {"match_expressions": '[{ key: "k1", operator: "In", values: ["v1"] }]'},
    "prelude.Match": {"operator": '"In"', "values": '["v1"]'},
    "prelude.Accelerator": {"type": '"nvidia.com/gpu"'},
    "trainer.TrainJob": {"runtime": '"torch-distributed"', "trainer": '{ image: "a:1" }'},
    "trainer.Volume": {"empty_dir": "{}"},
    "azure.ResourceGroup": {"location": '"northeurope"'},
    "azure.ManagedCluster": {
        "node_pools": '[{ name: "sys1", mode: "System", vm_size: "Standard_DS3_v2", count: 1 }]'},
    "azure.NodePool": {"name": '"sys1"', "mode": '"System"', "vm_size": '"Standard_DS3_v2"', "count": "1"},
    "azure.ConnectedCluster": {"kube_context": '"here"'},
    "azure.DiagnosticSettings": {"logs": '["audit"]', "workspace": "@azure.LogAnalytics"},
    "azure.ml.ComputeResources": {"cpu": "2", "memory": "3Gi"},
    "azure.ml.Environment": {"image": '"a:1"'}, "azure.ml.InlineEnvironment": {"image": '"a:1"'},
    "azure.ml.Inference": {"allow_insecure_connections": "true"},
    "azure.ml.KubernetesOnlineDeployment": {
        "model": '"azureml:m:1"', "environment": '"azureml:e:1"',
        "code_configuration": '{ code: "src", scoring_script: "score.py" }'},
    "azure.ml.Distribution": {"type": '"pytorch"'},
    "azure.devops.Step": {"outputs": "{ zz: string }"},
    "k8s.ConfigMap": {"keys": '["k"]'}, "k8s.Pvc": {"size": "3Gi"}, "k8s.Object": {"metadata": '{ name: "zz9" }'},
    "trainer.TrainingRuntime": {"spec": "@runtime"}, "trainer.ClusterTrainingRuntime": {"spec": "@runtime"},
}
# Which of that is omitted if one of certain other fields is present.
INSTEAD = {
    "trainer.Volume": {"empty_dir": {"persistent_volume_claim", "secret", "config_map", "host_path", "nfs", "csi"}},
    "azure.ml.Environment": {"image": {"build"}}, "azure.ml.InlineEnvironment": {"image": {"build"}},
}
RUNTIME = ('{ mlPolicy: { numNodes: 1, torch: {} }, template: { spec: { replicatedJobs: [{ name: "node", template: '
           '{ metadata: { labels: { "trainer.kubeflow.org/trainjob-ancestor-step": "trainer" } }, spec: { template: '
           '{ spec: { containers: [{ name: "node", image: "a:1" }] } } } } }] } } }')
# The same for the whole, while something deep inside it is tested.
WHILE = {
    "trainer.TrainJob.initializer": {"runtime": '"torchtune-llama3.2-1b"', "trainer": "{}"},
}

_TASK = 'component c() {\n  image: "a:1"\n  command: ["x"]\n}\n'
_POOL = '  pool: { vm_image: "ubuntu-22.04" }\n'
_JOB = f"workflow w() {{\n  job j {{\n  {_POOL}"

# A program for each type that people write in; its settings go into the hole.
CONTEXTS = {
    "prelude.ComponentSettings": "component b() {\n@@\n}\npipeline p() { b() }\n",
    "prelude.PipelineSettings": _TASK + "pipeline p() {\n@@\n  c()\n}\n",
    "prelude.LoopSettings": _TASK + 'pipeline p() {\n  for x in ["a", "b"] {\n@@\n    c()\n  }\n}\n',
    "prelude.GroupSettings": _TASK + "pipeline p(n: int) {\n  if n > 1 {\n@@\n    c()\n  }\n}\n",
    "prelude.TaskOptions": _TASK + "pipeline p() {\n  let t0 = c()\n  c() {\n@@\n  }\n}\n",
    "prelude.ArtifactSchema": 'artifact A {\n@@\n}\ncomponent b() -> (x: A) {\n  image: "a:1"\n'
                              '  command: ["x", x.path]\n}\npipeline p() { b() }\n',
    "prelude.ClusterSecret": _TASK + "secret s {\n@@\n}\npipeline p() { c() { env: { A: s.k } } }\n",
    "trainer.TrainJob": "trainjob t {\n@@\n}\n",
    "azure.devops.Workflow": "workflow w() {\n@@\n  job j {\n  " + _POOL + "    ado.checkout()\n  }\n}\n",
    "azure.devops.Template": "workflow w() {\n  extends: {\n@@\n  }\n}\n",
    "azure.devops.Stage": f"workflow w() {{\n{_POOL}  stage t0 {{\n    job i {{\n      ado.checkout()\n    }}\n  }}\n"
                          "  stage s {\n@@\n    job j {\n      ado.checkout()\n    }\n  }\n}\n",
    "azure.devops.Job": f"workflow w() {{\n{_POOL}  job t0 {{\n    ado.checkout()\n  }}\n"
                        "  job j {\n@@\n    ado.checkout()\n  }\n}\n",
    "azure.devops.Deployment": "existing place: ado.Environment { name: \"place\" }\n"
                               f"workflow w() {{\n{_POOL}  job t0 {{\n    ado.checkout()\n  }}\n"
                               "  deployment j {\n@@\n    deploy {\n      ado.checkout()\n    }\n  }\n}\n",
    "azure.devops.Step": _JOB + "    let s = bash <<<\n      set_output zz 1\n    >>> {\n@@\n    }\n"
                         "    bash <<<\n      echo ~{s.zz}\n    >>>\n  }\n}\n",
    "azure.devops.Connection": "existing r: ado.Connection {\n@@\n}\n" + _JOB
                               + '    ado.AzureCLI_2(azureSubscription: r, scriptType: "bash", '
                               'scriptLocation: "inlineScript", inlineScript: "x")\n  }\n}\n',
    "azure.devops.Environment": "existing r: ado.Environment {\n@@\n}\nworkflow w() {\n  deployment j {\n  " + _POOL
                                + "    environment: r\n    deploy {\n      ado.checkout()\n    }\n  }\n}\n",
    "azure.devops.Container": "existing r: ado.Container {\n@@\n}\n" + _JOB + "    container: r\n    ado.checkout()\n  }\n}\n",
    "azure.devops.Repository": "existing r: ado.Repository {\n@@\n}\n" + _JOB + "    ado.checkout(repository: r)\n  }\n}\n",
    "k8s.ConfigMap": "existing r: k8s.ConfigMap {\n@@\n}\n" + _TASK + 'pipeline p() { c() { env: { A: r["k"] } } }\n',
    "azure.ConnectedCluster": "existing r: azure.ConnectedCluster {\n@@\n}\nresource g: azure.RoleAssignment {\n"
                              '  principal: "01234567-89ab-cdef-0123-456789abcdef"\n  role: "Azure Relay Owner"\n'
                              "  scope: r\n}\n",
    "azure.devops.Pipeline": "existing r: ado.Pipeline {\n@@\n}\nworkflow w() {\n"
                             "  trigger: { pipelines: [{ pipeline: r }] }\n  job j {\n  " + _POOL
                             + "    ado.checkout()\n  }\n}\n",
}

# Fields that only matter to the checks and are not written anywhere, with their purposes.
FOR_CHECKS = {
    "azure.devops.Connection.type": "which tasks take the connection",
    "trainer.TrainingRuntime.policy": "compared with the spec", "trainer.ClusterTrainingRuntime.policy": "compared with the spec",
    "trainer.TrainingRuntime.jobs": "compared with the spec", "trainer.ClusterTrainingRuntime.jobs": "compared with the spec",
    "trainer.TrainingRuntime.initializers": "compared with the spec",
    "trainer.ClusterTrainingRuntime.initializers": "compared with the spec",
    "prelude.ClusterSecret.keys": "which keys may be used", "k8s.ConfigMap.keys": "which keys may be used",
    "azure.ManagedCluster.taints": "which tolerations something bears",
    "azure.ConnectedCluster.taints": "which tolerations something bears",
    "azure.Taint.key": "as above; written for pools of nodes", "azure.Taint.value": "as above; written for pools of nodes",
    "k8s.Namespace.cluster": "which extension and compute the namespace needs",
    "azure.ml.InstanceType.cluster": "which deployments and jobs may name it",
}
