#!/usr/bin/env python3
"""shell_judge.py MLPC | --self-check: emitted scripts as bash and shellcheck read them."""
import os
import shutil
import tempfile

import judging


def judge(verdict, path, name=None):
    if name is None:
        name = os.path.basename(path)
        verdict.check(os.access(path, os.X_OK), name + " can be executed")
    with open(path, encoding="utf-8") as file:
        verdict.check(file.readline().startswith("#!"), name + " begins with an interpreter")
    status, output = judging.run(["bash", "-n", path])
    verdict.check(status == 0, "bash parses " + name, output)
    if shutil.which("shellcheck"):
        status, output = judging.run(["shellcheck", "--norc", path])
        verdict.check(status == 0, "shellcheck finds nothing in " + name, output)
    else:
        verdict.skip("shellcheck is not installed")


def compiled(verdict, mlpc):
    for source in ("samples/attach_cluster.mlp", "samples/azure_mlops.mlp"):
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is None:
            continue
        paths = judging.named(folder, ".sh")
        verdict.check(bool(judging.named(folder, ".provision.sh")), "a provisioning script comes from " + source,
                      os.listdir(folder))
        for path in paths:
            judge(verdict, path)
        judging.discard(folder)
    for path in judging.expected_documents(".sh"):
        judge(verdict, path, judging.of_case(path))


def self_check(verdict):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "right.sh")
        with open(path, "w", encoding="utf-8") as file:
            file.write('#!/usr/bin/env bash\nset -euo pipefail\nname="$1"\nrm -f "$name"\n')
        os.chmod(path, 0o755)
        judge(verdict, path)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/usr/bin/env bash\nrm -f $1\n")
        inner = judging.Verdict()
        judge(inner, path)
        verdict.check(inner.wrong == 1, "an unquoted expansion is found")


if __name__ == "__main__":
    judging.main(compiled, self_check)
