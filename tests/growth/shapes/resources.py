"""Shapes of TrainJobs, of Azure's resources and of Azure Machine Learning's."""
from shapes.shape import ADO, chain, doubles, each, pipeline, shape, workflow

RG = 'existing rg: azure.ResourceGroup { name: "rg" }\n'
WS = RG + 'existing ws: azureml.Workspace { name: "ws", resource_group: rg }\n'
AKS = WS + 'existing aks: azure.ManagedCluster { name: "aks", resource_group: rg }\n'


@shape
def trainjobs(n):
    return each(n, lambda i: f'trainjob t{i} {{ runtime: "torch-distributed" }}') + "\n"


@shape
def trainjobs_as_tasks(n):
    return each(n, lambda i: f'trainjob t{i}(x: string) {{ runtime: "torch-distributed"\n labels: {{ a: x }} }}') + "\n" + pipeline(
        each(n, lambda i: f't{i}(x: "a")'))


@shape
def trainjob_called(n):
    return 'trainjob t(x: string) { runtime: "torch-distributed"\n labels: { a: x } }\n' + pipeline(each(n, lambda i: 't(x: "a")'))


@shape
def trainjob_env(n):
    return 'trainjob t { runtime: "torch-distributed"\n trainer: { env: { ' + each(n, lambda i: f'E{i}: "v"', ", ") + " } } }\n"


@shape
def trainjob_arguments(n):
    return 'trainjob t { runtime: "torch-distributed"\n trainer: { args: [' + each(n, lambda i: f'"a{i}"', ", ") + "] } }\n"


@shape
def trainjob_inputs(n):
    return ("trainjob t(" + each(n, lambda i: f'x{i}: string = "a"', ", ") + ') { runtime: "torch-distributed"\n trainer: { args: ['
            + each(n, lambda i: f"x{i}", ", ") + "] } }\n")


@shape
def trainjob_labels(n):
    return 'trainjob t { runtime: "torch-distributed"\n labels: { ' + each(n, lambda i: f'l{i}: "v"', ", ") + " } }\n"


@shape
def trainjob_patches(n):
    return ('trainjob t { runtime: "torch-distributed"\n patches: [' + each(
        n, lambda i: f'{{ manager: "example.org/m{i}", jobs: [{{ name: "node", pod: {{ node_selector: {{ a: "b" }} }} }}] }}', ", ") + "] }\n")


@shape
def trainjob_volumes(n):
    return ('trainjob t { runtime: "torch-distributed"\n patches: [{ manager: "example.org/m", jobs: [{ name: "node", pod: { volumes: ['
            + each(n, lambda i: f'{{ name: "v{i}", empty_dir: {{}} }}', ", ") + '], containers: [{ name: "node", volume_mounts: ['
            + each(n, lambda i: f'{{ name: "v{i}", mount_path: "/m{i}" }}', ", ") + "] }] } }] }] }\n")


@shape
def trainjob_tolerations(n):
    return ('trainjob t { runtime: "torch-distributed"\n patches: [{ manager: "example.org/m", jobs: [{ name: "node", pod: { tolerations: ['
            + each(n, lambda i: f'{{ key: "k{i}", operator: "Exists" }}', ", ") + "] } }] }] }\n")


@shape
def runtimes_existing(n):
    return each(n, lambda i: f'existing r{i}: trainer.TrainingRuntime {{ name: "r{i}", policy: "torch", jobs: ["node"] }}\n'
                f"trainjob t{i} {{ runtime: r{i} }}") + "\n"


@shape
def trainjobs_unknown_runtime(n):
    return each(n, lambda i: f'trainjob t{i} {{ runtime: "torch-distributed-{i}" }}') + "\n"


@shape
def models(n):
    return each(n, lambda i: f'resource m{i}: azureml.Model {{ name: "m{i}", path: "./m" }}') + "\n"


@shape
def model_tags(n):
    return 'resource m: azureml.Model { name: "m", path: "./m", properties: { ' + each(n, lambda i: f't{i}: "v"', ", ") + " } }\n"


@shape
def data(n):
    return each(n, lambda i: f'resource m{i}: azureml.Data {{ name: "m{i}", path: "./m" }}') + "\n"


@shape
def environments(n):
    return each(n, lambda i: f'resource m{i}: azureml.Environment {{ name: "m{i}", image: "a:1" }}') + "\n"


@shape
def instance_types(n):
    return each(n, lambda i: f'resource m{i}: azureml.InstanceType {{ name: "m{i}", resources: {{ requests: {{ cpu: 1, memory: 1Gi }}, limits: {{ cpu: 1, memory: 1Gi }} }} }}') + "\n"


@shape
def command_jobs(n):
    return each(n, lambda i: f'resource m{i}: azureml.CommandJob {{ name: "m{i}", command: "x", environment: {{ image: "a:1" }}, compute: "azureml:c" }}') + "\n"


@shape
def job_inputs(n):
    return ('resource m: azureml.CommandJob { command: "' + each(n, lambda i: f"${{{{inputs.i{i}}}}}", " ")
            + '", environment: { image: "a:1" }, compute: "azureml:c", inputs: { ' + each(n, lambda i: f"i{i}: {i}", ", ") + " } }\n")


@shape
def job_inputs_unread(n):
    return ('resource m: azureml.CommandJob { command: "x", environment: { image: "a:1" }, compute: "azureml:c", inputs: { '
            + each(n, lambda i: f"i{i}: {i}", ", ") + " } }\n")


@shape
def job_inputs_unknown(n):
    return ('resource m: azureml.CommandJob { command: "' + each(n, lambda i: f"${{{{inputs.k{i}}}}}", " ")
            + '", environment: { image: "a:1" }, compute: "azureml:c", inputs: { ' + each(n, lambda i: f"i{i}: {i}", ", ") + " } }\n")


@shape
def job_outputs(n):
    return ('resource m: azureml.CommandJob { command: "' + each(n, lambda i: f"${{{{outputs.i{i}}}}}", " ")
            + '", environment: { image: "a:1" }, compute: "azureml:c", outputs: { '
            + each(n, lambda i: f'i{i}: {{ type: "uri_folder" }}', ", ") + " } }\n")


@shape
def job_variables(n):
    return ('resource m: azureml.CommandJob { command: "x", environment: { image: "a:1" }, compute: "azureml:c", environment_variables: { '
            + each(n, lambda i: f'I{i}: "a"', ", ") + " } }\n")


def part(name, reads):
    return (f'{name}: {{ command: "x {reads and "${{inputs.a}}"} ${{{{outputs.b}}}}", environment: {{ image: "a:1" }}, '
            + (f'inputs: {{ a: "${{{{parent.jobs.{reads}.outputs.b}}}}" }}, ' if reads else "")
            + 'outputs: { b: { type: "uri_folder" } } }').replace('"${inputs.a}"', "").replace("x ${inputs.a}", "x ${{inputs.a}}")


@shape
def jobs_of_pipeline(n):
    return ('resource m: azureml.PipelineJob { compute: "azureml:c", jobs: { ' + each(n, lambda i: part(f"j{i}", ""), "\n") + " } }\n")


@shape
def jobs_of_pipeline_chain(n):
    return ('resource m: azureml.PipelineJob { compute: "azureml:c", jobs: { '
            + chain(n, part("j0", ""), lambda i, b: part(f"j{i}", f"j{b}")) + " } }\n")


@shape
def jobs_of_pipeline_chain_reversed(n):
    return ('resource m: azureml.PipelineJob { compute: "azureml:c", jobs: { '
            + each(n, lambda i: part(f"j{i}", f"j{i + 1}")) + "\n" + part(f"j{n}", "") + " } }\n")


@shape
def jobs_of_pipeline_cycle(n):
    return ('resource m: azureml.PipelineJob { compute: "azureml:c", jobs: { '
            + each(n, lambda i: part(f"j{i}", f"j{(i + 1) % n}")) + " } }\n")


@shape
def inputs_of_pipeline_job(n):
    return ('resource m: azureml.PipelineJob { compute: "azureml:c", inputs: { ' + each(n, lambda i: f"i{i}: {i}", ", ")
            + ' }, jobs: { j: { command: "' + each(n, lambda i: f"${{{{inputs.i{i}}}}}", " ") + '", environment: { image: "a:1" }, inputs: { '
            + each(n, lambda i: f'i{i}: "${{{{parent.inputs.i{i}}}}}"', ", ") + " } } } }\n")


@shape
def deployments_of_model(n):
    return AKS + ('existing ns: k8s.Namespace { name: "ns" }\n'
                  'resource compute: azureml.KubernetesCompute { name: "cp", workspace: ws, cluster: aks, namespace: ns }\n'
                  'resource endpoint: azureml.KubernetesOnlineEndpoint { name: "ep", compute }\n') + each(
        n, lambda i: f'resource d{i}: azureml.KubernetesOnlineDeployment {{ name: "d{i}", endpoint, model: "azureml:a:4", '
        'code_configuration: { code: "./s", scoring_script: "s.py" }, environment: { image: "ghcr.io/e/s:1.4" }, instance_count: 1, '
        'scale_settings: { type: "default" } }') + "\n"


@shape
def endpoints(n):
    return AKS + ('existing ns: k8s.Namespace { name: "ns" }\n'
                  'resource compute: azureml.KubernetesCompute { name: "cp", workspace: ws, cluster: aks, namespace: ns }\n') + each(
        n, lambda i: f'resource e{i}: azureml.KubernetesOnlineEndpoint {{ name: "ep{i}", compute }}') + "\n"


@shape
def computes(n):
    return AKS + each(n, lambda i: f'existing n{i}: k8s.Namespace {{ name: "n{i}" }}\n'
                      f'resource k{i}: azureml.KubernetesCompute {{ name: "cp{i}", workspace: ws, cluster: aks, namespace: n{i} }}') + "\n"


@shape
def resource_groups(n):
    return each(n, lambda i: f'resource r{i}: azure.ResourceGroup {{ name: "rg{i}", location: "eastus" }}') + "\n"


@shape
def storage_accounts(n):
    return RG + each(n, lambda i: f'resource r{i}: azure.StorageAccount {{ name: "st{i}", resource_group: rg }}') + "\n"


@shape
def identities(n):
    return RG + each(n, lambda i: f'resource r{i}: azure.UserAssignedIdentity {{ name: "id{i}", resource_group: rg }}') + "\n"


@shape
def role_assignments(n):
    return RG + 'existing st: azure.StorageAccount { name: "sta", resource_group: rg }\n' + each(
        n, lambda i: f'resource i{i}: azure.UserAssignedIdentity {{ name: "id{i}", resource_group: rg }}\n'
        f'resource r{i}: azure.RoleAssignment {{ principal: i{i}, role: "Storage Blob Data Reader", scope: st }}') + "\n"


@shape
def clusters(n):
    return RG + each(n, lambda i: f'resource k{i}: azure.ManagedCluster {{ name: "k{i}", resource_group: rg }}') + "\n"


@shape
def registries_pulled_from(n):
    return RG + each(n, lambda i: f'resource g{i}: azure.ContainerRegistry {{ name: "acr{i:04}", resource_group: rg }}') + (
        '\nresource k: azure.ManagedCluster { name: "k", resource_group: rg, pull_from: [' + each(n, lambda i: f"g{i}", ", ") + "] }\n")


@shape
def node_pools(n):
    return RG + ('resource k: azure.ManagedCluster { name: "k", resource_group: rg, node_pools: ['
                 + each(n, lambda i: f'{{ name: "p{i}", mode: "System", vm_size: "a", min_count: 1, max_count: 2 }}', ", ") + "] }\n")


@shape
def alerts(n):
    return RG + 'existing aks: azure.ManagedCluster { name: "aks", resource_group: rg }\n' + each(
        n, lambda i: f'resource a{i}: azure.MetricAlert {{ name: "a{i}", target: aks, condition: "avg x > 1", window: 5m, every: 1m }}') + "\n"


@shape
def resources_chain(n):
    """Names that refer to other names."""
    return chain(n, 'resource r0: k8s.ConfigMap { name: "a", data: { a: "b" } }',
                 lambda i, b: f'resource r{i}: k8s.ConfigMap {{ name: "a{i}", data: {{ a: r{b}.name }} }}') + "\n"


@shape
def resources_chain_reversed(n):
    return each(n, lambda i: f'resource r{i}: k8s.ConfigMap {{ name: "a{i}", data: {{ a: r{i + 1}.name }} }}') + (
        f'\nresource r{n}: k8s.ConfigMap {{ name: "a{n}", data: {{ a: "b" }} }}\n')


@shape
def resource_names_chain(n):
    return chain(n, 'resource r0: k8s.ConfigMap { name: "a", data: { a: "b" } }',
                 lambda i, b: f'resource r{i}: k8s.ConfigMap {{ name: "~{{r{b}.name}}a", data: {{ a: "b" }} }}') + "\n"


@doubles
def resource_names_doubled(n):
    return chain(n, 'resource r0: k8s.ConfigMap { name: "a", data: { a: "b" } }',
                 lambda i, b: f'resource r{i}: k8s.ConfigMap {{ name: "~{{r{b}.name}}~{{r{b}.name}}", data: {{ a: "b" }} }}') + "\n"


@shape
def resources_cycle(n):
    return each(n, lambda i: f'resource r{i}: k8s.ConfigMap {{ name: r{(i + 1) % n}.name, data: {{ a: "b" }} }}') + "\n"


@shape
def resources_same_name(n):
    return each(n, lambda i: f'resource r{i}: k8s.ConfigMap {{ name: "a", data: {{ a: "b" }} }}') + "\n"


@shape
def existing_unused(n):
    return RG + each(n, lambda i: f'existing r{i}: azure.StorageAccount {{ name: "st{i}", resource_group: rg }}') + "\n"


@shape
def connections(n):
    return workflow(each(n, lambda i: f"az(connection: k{i}, script: bash <<<\naz group list\n>>>)"),
                    head=ADO + each(n, lambda i: f'existing k{i}: ado.Connection {{ name: "k{i}" }}') + "\n")
