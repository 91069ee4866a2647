"""A project of many files for tests and measurements: libraries of components, and pipelines that run them."""


def library(number):
    lines = [f'const tag{number} = "1.{number}"', f"type Options{number} = {{ rate: float, steps: int = {number} }}", ""]
    for i in range(18):
        lines += [f"/// Step {i}.", '@allow("unused-declaration")',
                  f'component step{number}_{i}(rate: float, count: int = {i}, label: string = "x") -> (sum: float, text: string) {{',
                  '  image: "python:3.12-slim"', "  python <<<", "    total = 0.0", "    for i in range(count):",
                  "        total += rate * i", "    return Outputs(sum=total, text=label)", "  >>>", "}", ""]
    return "\n".join(lines)


def pipelines(number):
    library_number = number - 1
    lines = [f'import "./f{library_number}.mlp" as lib']
    if number > 2:
        lines.append(f'import "./f{number - 3}.mlp" as before')
    for p in range(12):
        lines += ["", f'pipeline run{number}_{p}(rate: float = 0.5, label: string = "a") -> float {{']
        for i in range(12):
            alias, source = ("before", number - 3) if number > 2 and i == 3 else ("lib", library_number)
            rate = "rate" if i == 0 else f"t{i - 1}.sum"
            lines.append(f"  let t{i} = {alias}.step{source}_{(i + p) % 18}(rate: {rate}, label: label)")
        lines += ["  return t11.sum", "}"]
    return "\n".join(lines) + "\n"


def project(files, together=False):
    """The texts by name. Each file of pipelines is a program; `together`, one program imports them all."""
    texts = {f"f{i}.mlp": library(i) if i % 2 == 0 else pipelines(i) for i in range(files)}
    if together:
        texts["main.mlp"] = "".join(f'import "./f{i}.mlp" as p{i}\n' for i in range(1, files, 2)) + \
            "pipeline all() {\n" + "".join(f"  p{i}.run{i}_0()\n" for i in range(1, files, 2)) + "}\n"
    return texts
