"""Shapes of workflows."""
from shapes.shape import ADO, POOL, chain, doubles, each, job, nests, shape, step, workflow

SETS = 'bash <<<\nset_output v 1\n>>> { outputs: { v: string } }'


@shape
def steps(n):
    return workflow(each(n, lambda i: step()))


@shape
def steps_with_names(n):
    return workflow(each(n, lambda i: step(settings=f' {{ display_name: "s{i}" }}')))


@shape
def steps_with_conditions(n):
    return workflow(each(n, lambda i: step(settings=f' {{ when: a == "{i}" }}')), 'a: string = "a"')


@shape
def steps_with_env(n):
    return workflow(step(settings=" { env: { " + each(n, lambda i: f'E{i}: "v"', ", ") + " } }"))


@shape
def step_with_values(n):
    return workflow(step(each(n, lambda i: "echo ~{run.branch}")))


@shape
def step_with_inputs(n):
    return workflow(step(each(n, lambda i: f'echo "~{{x{i}}}"')), each(n, lambda i: f'x{i}: string = "a"', ", "))


@shape
def step_outputs(n):
    return workflow("let s = bash <<<\n" + each(n, lambda i: f"set_output v{i} 1") + "\n>>> { outputs: { "
                    + each(n, lambda i: f"v{i}: string", ", ") + " } }\n" + step(each(n, lambda i: f'echo "~{{s.v{i}}}"')))


@shape
def step_outputs_undeclared(n):
    return workflow("let s = bash <<<\n" + each(n, lambda i: f"set_output v{i} 1") + "\n>>> { outputs: { v: string } }")


@shape
def steps_each_output(n):
    return workflow(each(n, lambda i: f"let s{i} = {SETS}") + "\n" + step(each(n, lambda i: f'echo "~{{s{i}.v}}"')))


@shape
def steps_chain(n):
    return workflow(chain(n, f"let s0 = {SETS}", lambda i, b: f"let s{i} = bash <<<\nset_output v \"~{{s{b}.v}}\"\n>>> {{ outputs: {{ v: string }} }}"))


@shape
def steps_of_task(n):
    return workflow(each(n, lambda i: 'CmdLine@2(script: "echo")'))


@shape
def steps_az(n):
    return workflow(each(n, lambda i: "az(connection: k, script: bash <<<\naz group list\n>>>)"),
                    head=ADO + 'existing k: ado.Connection { name: "k" }\n')


@shape
def steps_pwsh(n):
    return workflow(each(n, lambda i: "pwsh <<<\nWrite-Host a\n>>>"))


@shape
def jobs(n):
    return workflow(each(n, lambda i: job(f"J{i}")))


@shape
def jobs_chain(n):
    return workflow(chain(n, job("J0"), lambda i, b: job(f"J{i}", f"after: [J{b}]\n" + step())))


@shape
def job_after_many(n):
    return workflow(each(n, lambda i: job(f"J{i}")) + "\n" + job("K", f'after: [{each(n, lambda i: f"J{i}", ", ")}]\n' + step()))


@shape
def jobs_outputs_chain(n):
    return workflow(chain(n, job("J0", f"let s = {SETS}"), lambda i, b: job(
        f"J{i}", f'let s = bash <<<\nset_output v "~{{J{b}.s.v}}"\n>>> {{ outputs: {{ v: string }} }}')))


@shape
def job_reads_many_jobs(n):
    return workflow(each(n, lambda i: job(f"J{i}", f"let s = {SETS}")) + "\n"
                    + job("K", step(each(n, lambda i: f'echo "~{{J{i}.s.v}}"'))))


@shape
def jobs_cycle(n):
    return workflow(each(n, lambda i: job(f"J{i}", f"after: [J{(i + 1) % n}]\n" + step())))


@shape
def jobs_same_name(n):
    return workflow(each(n, lambda i: job("J")))


@shape
def jobs_misspelt(n):
    return workflow(each(n, lambda i: job(f"Job{i}", f"after: [Jbo{i}]\n" + step())))


@shape
def stages(n):
    return workflow(each(n, lambda i: f"stage S{i} {{\n{job('J')}\n}}"))


@shape
def stages_after_all(n):
    return workflow(each(n, lambda i: f"stage S{i} {{\n{job('J')}\n}}") + "\nstage T {\nafter: ["
                    + each(n, lambda i: f"S{i}", ", ") + f"]\n{job('J')}\n}}")


@shape
def stages_side_by_side(n):
    return workflow(each(n, lambda i: f"stage S{i} {{\nafter: []\n{job('J')}\n}}"))


@shape
def stages_outputs_chain(n):
    return workflow(chain(n, f"stage S0 {{\n{job('J', f'let s = {SETS}')}\n}}", lambda i, b: f"stage S{i} {{\n" + job(
        "J", f'let s = bash <<<\nset_output v "~{{S{b}.J.s.v}}"\n>>> {{ outputs: {{ v: string }} }}') + "\n}"))


@shape
def stages_read_first(n):
    return workflow(f"stage S {{\n{job('J', f'let s = {SETS}')}\n}}\n" + each(
        n, lambda i: f"stage S{i} {{\n" + job("J", step('echo "~{S.J.s.v}"')) + "\n}"))


@shape
def stages_conditions(n):
    return workflow(f"stage S {{\n{job('J', f'let s = {SETS}')}\n}}\n" + each(
        n, lambda i: f'stage S{i} {{\nwhen: S.J.s.v == "1"\n{job("J")}\n}}'))


@shape
def deployments(n):
    return workflow(each(n, lambda i: f"deployment D{i} {{\nenvironment: e\ndeploy {{\n{step()}\n}}\n}}"),
                    head=ADO + 'existing e: ado.Environment { name: "E" }\n')


@shape
def workflows_(n):
    return ADO + each(n, lambda i: f"workflow w{i} {{\n{POOL}{step()}\n}}")


@shape
def workflow_inputs(n):
    return workflow(step(), each(n, lambda i: f'x{i}: string = "a"', ", "))


@shape
def workflow_inputs_used(n):
    return workflow(each(n, lambda i: step(f'echo "~{{x{i}}}"')), each(n, lambda i: f'x{i}: string = "a"', ", "))


@shape
def workflow_lets(n):
    return workflow(chain(n, "let v0 = run.branch", lambda i, b: f"let v{i} = v{b}") + "\n" + step(f'echo "~{{v{n - 1}}}"'))


@shape
def workflow_lets_appended(n):
    return workflow(chain(n, "let v0 = run.branch", lambda i, b: f'let v{i} = "~{{v{b}}}a"') + "\n" + step(f'echo "~{{v{n - 1}}}"'))


@doubles
def workflow_lets_doubled(n):
    return workflow(chain(n, "let v0 = run.branch", lambda i, b: f'let v{i} = "~{{v{b}}}~{{v{b}}}"') + "\n" + step(f'echo "~{{v{n - 1}}}"'))


@doubles
def workflow_lets_doubled_conditions(n):
    return workflow(chain(n, 'let v0 = run.branch == "a"', lambda i, b: f"let v{i} = v{b} && v{b}")
                    + "\n" + step(settings=f" {{ when: v{n - 1} }}"))


@shape
def workflow_lets_each_used(n):
    return workflow(chain(n, "let v0 = run.branch", lambda i, b: f"let v{i} = v{b}") + "\n"
                    + each(n, lambda i: step(f'echo "~{{v{i}}}"')))


@shape
def workflow_lets_flat(n):
    return workflow(each(n, lambda i: f'let v{i} = "a~{{run.branch}}"') + "\n" + each(n, lambda i: step(f'echo "~{{v{i}}}"')))


@shape
def workflow_ifs(n):
    return workflow(each(n, lambda i: f'if a == "{i}" {{\n{step()}\n}}'), 'a: string = "a"')


@shape
def workflow_else_ifs(n):
    return workflow(each(n, lambda i: f'if a == "{i}" {{\n{step()}\n}}', " else "), 'a: string = "a"')


@nests
def workflow_ifs_nested(n):
    return workflow('if a == "1" {\n' * n + step() + "\n}" * n, 'a: string = "a"')


@shape
def workflow_fors(n):
    return workflow(each(n, lambda i: f'for x in ["a", "b"] {{\n{step("echo ~{x}")}\n}}'))


@shape
def workflow_fors_of_input(n):
    return workflow(each(n, lambda i: f'for x in xs {{\n{step("echo ~{x}")}\n}}'), 'xs: list[string] = ["a"]')


@shape
def workflow_for_items(n):
    return workflow("for x in [" + each(n, lambda i: f'"{i}"', ", ") + f'] {{\n{step("echo ~{x}")}\n}}')


@doubles
def workflow_fors_nested(n):
    return workflow("".join(f'for x{k} in ["a", "b"] {{\n' for k in range(n)) + step() + "\n}" * n)


@nests
def workflow_fors_nested_of_inputs(n):
    return workflow("".join(f"for x{k} in xs {{\n" for k in range(n)) + step() + "\n}" * n, 'xs: list[string] = ["a"]')


def group(i, names):
    return f'existing g{i}: ado.VariableGroup {{ name: "g{i}", variables: [{names}] }}'


@shape
def groups(n):
    return workflow(each(n, lambda i: step(f'echo "~{{g{i}.V{i}}}"')), head=ADO + each(n, lambda i: group(i, f'"V{i}"')) + "\n")


@shape
def group_variables(n):
    return workflow(step(each(n, lambda i: f'echo "~{{g0.V{i}}}"')), head=ADO + group(0, each(n, lambda i: f'"V{i}"', ", ")) + "\n")


@shape
def groups_unused(n):
    return workflow(step(), head=ADO + each(n, lambda i: group(i, f'"V{i}"')) + "\n")


@shape
def group_secrets(n):
    return workflow(step(settings=" { env: { " + each(n, lambda i: f"E{i}: s{i}", ", ") + " } }"),
                    head=ADO + each(n, lambda i: f'secret s{i} {{ group: "g", variable: "V{i}" }}') + "\n")


@shape
def groups_of_secrets(n):
    return workflow(step(settings=" { env: { " + each(n, lambda i: f"E{i}: s{i}", ", ") + " } }"),
                    head=ADO + each(n, lambda i: f'secret s{i} {{ group: "g{i}", variable: "V{i}" }}') + "\n")


@shape
def vault_secrets(n):
    return workflow(step(settings=" { env: { " + each(n, lambda i: f"E{i}: s{i}", ", ") + " } }"),
                    head=ADO + 'existing rg: azure.ResourceGroup { name: "rg" }\nexisting v: azure.KeyVault { name: "vault-a", resource_group: rg }\n'
                    + each(n, lambda i: f'secret s{i} {{ vault: v, name: "n{i}" }}') + "\n")


@shape
def pools(n):
    return workflow(each(n, lambda i: job(f"J{i}", f'pool: {{ name: "p{i}" }}\n' + step())))


@shape
def pool_demands(n):
    return workflow(job("J", 'pool: { name: "p", demands: [' + each(n, lambda i: f'"d{i}"', ", ") + "] }\n" + step()))


@shape
def containers(n):
    return workflow(each(n, lambda i: job(f"J{i}", f"container: k{i}\n" + step())),
                    head=ADO + each(n, lambda i: f'existing k{i}: ado.Container {{ image: "a:{i}" }}') + "\n")


@shape
def services(n):
    return workflow(job("J", "services: { " + each(n, lambda i: f"s{i}: k", ", ") + " }\n" + step()),
                    head=ADO + 'existing k: ado.Container { image: "a:1" }\n')


@shape
def matrix(n):
    return workflow(job("J", "matrix: { " + each(n, lambda i: f'm{i}: {{ x: "1" }}', ", ") + " }\n" + step("echo ~{matrix.x}")))


@shape
def matrix_keys(n):
    return workflow(job("J", "matrix: { m: { " + each(n, lambda i: f'x{i}: "1"', ", ") + " } }\n" + step()))


@shape
def repositories(n):
    return workflow(each(n, lambda i: f"checkout(repository: r{i})"),
                    head=ADO + each(n, lambda i: f'existing r{i}: ado.Repository {{ name: "p/r{i}" }}') + "\n")


@shape
def pipelines_downloaded(n):
    return workflow(each(n, lambda i: f"download(pipeline: r{i})"),
                    head=ADO + each(n, lambda i: f'existing r{i}: ado.Pipeline {{ source: "r{i}" }}') + "\n")


@shape
def artifacts_published(n):
    return workflow(each(n, lambda i: f'publish(path: "p{i}", artifact: "a{i}")'))


@shape
def artifacts_downloaded(n):
    return workflow(job("A", each(n, lambda i: f'publish(path: "p{i}", artifact: "a{i}")')) + "\n"
                    + job("B", "after: [A]\n" + each(n, lambda i: f'download(artifact: "a{i}")')))


@shape
def artifacts_misspelt(n):
    return workflow(job("A", each(n, lambda i: f'publish(path: "p{i}", artifact: "art{i}")')) + "\n"
                    + job("B", "after: [A]\n" + each(n, lambda i: f'download(artifact: "atr{i}")')))


@shape
def triggers(n):
    return ADO + "workflow w {\n  trigger: { branches: [" + each(n, lambda i: f'"b{i}"', ", ") + f"] }}\n{POOL}{step()}\n}}\n"


@shape
def schedules(n):
    return ADO + "workflow w {\n  schedules: [" + each(n, lambda i: f'{{ cron: "{i % 60} 3 * * *" }}', ", ") + f"]\n{POOL}{step()}\n}}\n"


@shape
def steps_templates(n):
    return ADO + each(n, lambda i: f"steps s{i}() {{\n{step()}\n}}") + "\n" + workflow(each(n, lambda i: f"s{i}()"), head="")


@shape
def steps_template_called(n):
    return ADO + f"steps s(x: string) {{\n{step('echo ~{x}')}\n}}\n" + workflow(each(n, lambda i: 's(x: "a")'), head="")


@nests
def steps_templates_chain(n):
    return ADO + chain(n, f"steps s0() {{\n{step()}\n}}", lambda i, b: f"steps s{i}() {{\ns{b}()\n}}") + "\n" + workflow(
        f"s{n - 1}()", head="")


@doubles
def steps_templates_doubled(n):
    return ADO + chain(n, f"steps s0() {{\n{step()}\n}}", lambda i, b: f"steps s{i}() {{\ns{b}()\ns{b}()\n}}") + "\n" + workflow(
        f"s{n - 1}()", head="")


@doubles
def steps_templates_empty_doubled(n):
    return ADO + chain(n, "steps s0() {\n}", lambda i, b: f"steps s{i}() {{\ns{b}()\ns{b}()\n}}") + "\n" + workflow(
        f"s{n - 1}()", head="")


@doubles
def steps_templates_argument_doubled(n):
    return ADO + chain(n, f"steps s0(x: string) {{\n{step('echo ~{x}')}\n}}",
                       lambda i, b: f'steps s{i}(x: string) {{\ns{b}(x: "~{{x}}~{{x}}")\n}}') + "\n" + workflow(
        f's{n - 1}(x: "a")', head="")


@doubles
def steps_templates_late_argument_doubled(n):
    return ADO + chain(n, f"steps s0(x: string) {{\n{step('echo ~{x}')}\n}}",
                       lambda i, b: f'steps s{i}(x: string) {{\ns{b}(x: "~{{x}}~{{x}}")\n}}') + "\n" + workflow(
        f"s{n - 1}(x: run.branch)", head="")


@shape
def steps_templates_inputs(n):
    return ADO + f'steps s({each(n, lambda i: f"x{i}: string", ", ")}) {{\n{step()}\n}}\n' + workflow(
        f's({each(n, lambda i: f"x{i}: {chr(34)}a{chr(34)}", ", ")})', head="")


@shape
def job_templates(n):
    return ADO + f"job j() {{\n{step()}\n}}\n" + workflow(each(n, lambda i: f"job J{i} = j()"), head="")


@shape
def stage_templates(n):
    return ADO + f"stage g() {{\n{job('J')}\n}}\n" + workflow(each(n, lambda i: f"stage S{i} = g()"), head="")


@shape
def foreign_templates(n):
    return workflow(each(n, lambda i: 'template(file: "a.yml")'))


@shape
def foreign_template_parameters(n):
    return workflow('template(file: "a.yml", parameters: { ' + each(n, lambda i: f"k{i}: {i}", ", ") + " })")


@nests
def conditions_long(n):
    return workflow(step(settings=" { when: " + each(n, lambda i: f'a == "{i}"', " || ") + " }"), 'a: string = "a"')


@nests
def functions_nested(n):
    return workflow(step(settings=" { display_name: " + "lower(" * n + "a" + ")" * n + " }"), 'a: string = "a"')


@shape
def submits(n):
    return ADO + 'import kfp\ncomponent c() { image: "a:1"\n command: ["x"] }\npipeline p() { c() }\n' + workflow(
        each(n, lambda i: 'kfp.submit(pipeline: p, endpoint: "http://a")'), head="")
