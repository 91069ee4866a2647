#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lowering.h"

namespace mlpc::lower::test {
namespace {

using testing::ElementsAre;

TEST(Components, SettingsAndPorts) {
  const Lowered result = lower(R"(
/// Trains.
component train(
  /// How often.
  epochs: int = 3,
  rate: float = 1,
  kind: "a" | "b" = "a",
  data: Dataset?,
  many: list[Model],
  rows: list[{ x: int }] = [],
) -> (model: Model, score: float) {
  name: "trainer"
  image: "python:3.12"
  packages: ["numpy", "pandas>=2"]
  pip_index_urls: ["https://example.org/simple"]
  venv: true
  install_kfp: false
  env: { LEVEL: "info" }
  python <<<
    open(model.path, "w").write(str(epochs))
    return Outputs(score=rate)
  >>>
}
)");
  EXPECT_EQ(result.text, R"(component train
  name "trainer"
  description "Trains."
  input epochs: int optional = 3 /// "How often."
  input rate: float optional = 1.0
  input kind: string optional = "a"
  input data: Dataset(system.Dataset@0.0.1) optional
  input many: list[Model(system.Model@0.0.1)]
  input rows: list[map] optional = []
  output model: Model(system.Model@0.0.1)
  output score: float
  image "python:3.12"
  packages ["numpy", "pandas>=2"]
  pip_index_urls ["https://example.org/simple"]
  venv
  no kfp
  env
    LEVEL: "info"
  python
    | open(model.path, "w").write(str(epochs))
    | return Outputs(score=rate)
)");
}

TEST(Components, ConstantsInCodeAreLiteralsOfItsLanguage) {
  const Lowered result = lower(R"(
const title = "it's \"new\""
const big = 2
component a() {
  python <<<
    print(~{title}, '~{title}', ~{[1, true, null]}, ~{big * 21})
  >>>
}
component b() {
  image: "debian:12"
  bash <<<
    echo ~{title} "~{title}" '~{title}'
  >>>
}
)");
  EXPECT_EQ(part(result.text, "component a"), R"(component a
  python
    | print('it\'s "new"', 'it\'s "new"', [1, True, None], 42)
)");
  EXPECT_EQ(part(result.text, "component b"), R"(component b
  image "debian:12"
  bash
    | echo 'it'"'"'s "new"' "it's \"new\"" 'it'\''s "new"'
)");
}

TEST(Components, RejectsWhatNoLiteralCanHold) {
  const Lowered result = lower(R"(
const text = "a b"
component a() {
  image: "debian:12"
  bash <<<
    echo `echo ~{text}`
  >>>
}
)");
  EXPECT_THAT(result.errors,
              ElementsAre("MLP3903 6:16 the value `a b` cannot be written here in bash code without changing "
                          "what the code means"));
}

TEST(Components, ContainersSpliceLists) {
  const Lowered result = lower(R"(
const common = ["--verbose", "--color"]
component c(x: string?, d: Dataset) -> (o: int) {
  image: "alpine"
  command: ["run", common, [present(x) ? ["--x", x] : []]]
  args: ["n=~{d.metadata["n"]}", o.path, executor_input]
}
)");
  EXPECT_EQ(result.text, R"(component c
  input x: string optional
  input d: Dataset(system.Dataset@0.0.1)
  output o: int
  image "alpine"
  command ["run", "--verbose", "--color", (present(value: in.x) ? ["--x", in.x] : [])]
  args [text("n=", in.d.metadata["n"]), out.o.path, executor_input]
)");
}

TEST(Components, ReadsFilesBesideTheSource) {
  const Lowered result =
      lower(R"(
component from_file(a: string) {
  entry: "run"
  python "src/run.py"
}
component book() {
  notebook: "nb/a.ipynb"
}
component mixed() {
  notebook: "nb/a.ipynb"
  python <<<
    dsl.run_notebook()
  >>>
}
component packed() {
  embed: "assets"
  python <<<
    print(embedded.path)
  >>>
}
)",
            {{"src/run.py", "def run(a: str):\n    print(a)\n"},
             {"nb/a.ipynb", "{\"cells\": [], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}"},
             {"assets/b/c.txt", "12345"},
             {"assets/a.txt", "1"}});
  EXPECT_EQ(result.text, R"(component from_file
  input a: string
  python module entry run
    | def run(a: str):
    |     print(a)
component book
  notebook "nb/a.ipynb" 65 bytes
component mixed
  notebook "nb/a.ipynb" 65 bytes
  python
    | dsl.run_notebook()
component packed
  embed "assets"
    "a.txt" 1 bytes
    "b/c.txt" 5 bytes
  python
    | print(embedded.path)
)");
}

TEST(Components, ReportsMissingFiles) {
  const Lowered result = lower("component a() {\n  notebook: \"none.ipynb\"\n}\n");
  EXPECT_THAT(result.errors, ElementsAre("MLP3907 2:13 `none.ipynb` cannot be read: No such file or directory"));
}

TEST(Components, NotebooksThatJupyterRejects) {
  const auto problem = [](const std::string& text) {
    const Lowered result = lower("component a() {\n  notebook: \"a.ipynb\"\n}\n", {{"a.ipynb", text}});
    return result.errors.empty() ? std::string() : result.errors.front();
  };
  const auto cell = [&](const std::string& inside) {
    return problem(R"({"nbformat": 4, "metadata": {}, "cells": [{)" + inside + "}]}");
  };
  EXPECT_EQ(cell(R"("cell_type": "code", "metadata": {}, "source": ["a\n", "b"])"), "");
  EXPECT_EQ(problem(R"({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []})"), "");
  const std::string start = "MLP3911 2:13 `a.ipynb` is not a notebook: ";
  EXPECT_EQ(problem("\xEF\xBB\xBF{}"), start + "it begins with a byte order mark");
  EXPECT_EQ(problem(R"({"nbformat": 3, "metadata": {}, "cells": []})"), start + "its format is older than 4");
  EXPECT_EQ(problem(R"({"nbformat": 5, "metadata": {}, "cells": []})"), start + "its format is newer than 4");
  EXPECT_EQ(problem(R"({"nbformat": "4", "metadata": {}, "cells": []})"), start + "it has no `nbformat`");
  EXPECT_EQ(problem(R"({"nbformat": 4, "nbformat_minor": "5", "metadata": {}, "cells": []})"),
            start + "its `nbformat_minor` is not a number");
  EXPECT_EQ(problem(R"({"nbformat": 4, "cells": []})"), start + "it has no `metadata`");
  for (const char* inside :
       {R"("cell_type": "code", "metadata": {}, "source": [1])", R"("cell_type": "code", "metadata": {}, "source": {})",
        R"("cell_type": "code", "metadata": [], "source": "")", R"("cell_type": "code", "source": "")"}) {
    EXPECT_EQ(cell(inside), start + "its cell 1 is not a cell") << inside;
  }
}

TEST(Components, CodeInFilesIsText) {
  const Lowered result = lower("component a() {\n  python \"a.py\"\n}\n", {{"a.py", "def a():\n  print('caf\xe9')\n"}});
  EXPECT_THAT(result.errors, testing::Contains("MLP3907 2:10 `a.py` cannot be read: it is not UTF-8 text"));
}

}  // namespace
}  // namespace mlpc::lower::test
