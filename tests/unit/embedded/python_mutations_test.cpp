// Mistakes in good Python are reported where CPython reports them.
//
// CPython's own `compile` is the judge. Its place is a line and a range of columns. Ours must be on the same line, and
// the two ranges must touch: where a line ends too early, we mark its last word and CPython the line break after it;
// where a comma is missing, CPython marks everything that it would join. The test also counts how many begin at the
// very same column. For wrong indentation, and inside f-strings before Python 3.12, CPython's columns mean nothing, so
// only the line counts. What CPython accepts must have no error here, except that a `return` outside a function is not
// an error of the grammar.

#include <gtest/gtest.h>

#include <sstream>

#include "mlpc/embedded/python_code.h"
#include "mutations.h"

namespace mlpc::embedded {
namespace {

constexpr std::string_view kSnippets[] = {
    R"(import json
from pathlib import Path

def load(path: str, limit: int = 10) -> dict:
    with open(path) as handle:
        data = json.load(handle)
    if limit > 0 and len(data) > limit:
        data = data[:limit]
    return {"rows": data, "count": len(data)}

for name in ["a", "b"]:
    print(f"{name}: {load(name)['count']:>5}")
)",
    R"(import os
import mlflow

mlflow.set_tracking_uri(os.environ.get("MLFLOW_TRACKING_URI", "http://mlflow:5000"))
with mlflow.start_run(run_name="train") as run:
    try:
        model = fit(x_train, y_train, depth=3)
    except ValueError as error:
        mlflow.log_param("error", str(error))
        raise
    else:
        mlflow.log_metric("accuracy", model.score(x_test, y_test))
    finally:
        print('finished')
while True:
    if run.done():
        break
)",
    R"(class Net(Module):
    """A small net."""

    def __init__(self, width=64):
        super().__init__()
        self.layers = [Linear(width, width) for _ in range(3)]

    @property
    def size(self):
        return sum(p.numel() for p in self.parameters())

    def forward(self, x):
        for layer in self.layers:
            x = layer(x) if x is not None else x
        return x * 2 + 1

scores = {k: v / 2 for k, v in pairs.items() if v != 0}
best, *rest = sorted(scores, key=lambda k: -scores[k])
)",
};

std::vector<Mutant> mutants() {
  std::vector<Mutant> out;
  for (const std::string_view code : kSnippets) {
    for (const std::string_view token : {")", "]", "}", "(", "[", "\"", "'", ":\n"}) without(out, code, token);
    for (const std::string_view token : {" = ", " > ", " / ", " * "}) after(out, code, token, "/ ");
    for (const std::string_view token : {", ", " in "}) after(out, code, token, ", ");
    after(out, code, ")\n", ")");
    after(out, code, ") ", "] ");
    after(out, code, "\n", "  ");
    after(out, code, "= ", "$");
    after(out, code, "import ", "of ");
    without(out, code, "    ");
    for (const std::string_view token : {":", ",", " in ", " as ", "def ", "=", ".", "for "}) without(out, code, token);
    for (const std::string_view token : {" = ", "(", "return "}) after(out, code, token, ") ");
    for (const std::string_view token : {"import ", "with ", "if "}) after(out, code, token, "* ");
    without(out, code, "except ValueError as error:");
    after(out, code, ": ", "def ");
  }
  return out;
}

struct Verdict {
  bool refused = false;
  unsigned line = 0;
  int begin = 0;
  int end = 0;
  bool lineOnly = false;
};

/// CPython's verdicts; one process gives all of them.
std::vector<Verdict> judge(const std::vector<Mutant>& all) {
  std::string program = "import ast, sys, warnings\nwarnings.simplefilter('ignore')\ncodes = [\n";
  for (const Mutant& mutant : all) {
    program += "bytes.fromhex('";
    for (const char c : mutant.code) {
      static constexpr std::string_view kHex = "0123456789abcdef";
      program += kHex[static_cast<unsigned char>(c) >> 4U];
      program += kHex[static_cast<unsigned char>(c) & 15U];
    }
    program += "'),\n";
  }
  program +=
      "]\nfor code in codes:\n"
      "    try:\n"
      "        compile(code, 'x', 'exec', ast.PyCF_ONLY_AST)\n"
      "        print(0, 0, 0, 0, 0)\n"
      "    except SyntaxError as e:\n"
      "        end = e.end_offset if e.end_lineno == e.lineno and e.end_offset else e.offset + 1\n"
      "        vague = isinstance(e, IndentationError) or e.offset < 1\n"
      "        line = code.split(b'\\n')[e.lineno - 1]\n"
      "        vague = vague or (sys.version_info < (3, 12) and b'f\"' in line)\n"
      "        print(1, e.lineno, e.offset - 1, end - 1, int(vague))\n";
  std::istringstream in(runFile("python3", program));
  std::vector<Verdict> out;
  for (Verdict verdict; in >> verdict.refused >> verdict.line >> verdict.begin >> verdict.end >> verdict.lineOnly;)
    out.push_back(verdict);
  return out;
}

TEST(PythonMutations, AreReportedWhereCPythonReportsThem) {
  const std::vector<Mutant> all = mutants();
  const std::vector<Verdict> verdicts = judge(all);
  ASSERT_EQ(verdicts.size(), all.size()) << "python3 did not judge all";
  unsigned refused = 0;
  unsigned sameColumn = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    const PythonCode code(all[i].code);
    const Verdict& verdict = verdicts[i];
    if (!verdict.refused) {
      EXPECT_TRUE(code.errors().empty()) << "false alarm: " << all[i].what << "\n" << all[i].code;
      continue;
    }
    ++refused;
    if (code.errors().empty()) {
      ADD_FAILURE() << "not told: " << all[i].what << ", line " << verdict.line << "\n" << all[i].code;
      continue;
    }
    const Range range = code.errors().front().range;
    const Place begin = placeOf(all[i].code, range.begin);
    const int width = static_cast<int>(range.end - range.begin);
    const int column = static_cast<int>(begin.column);
    sameColumn += begin.line == verdict.line && column == verdict.begin ? 1 : 0;
    // Nothing but spaces may be between the two.
    const std::string_view line = std::string_view(all[i].code).substr(range.begin - begin.column);
    const auto blanks = [&](int from, int to) {
      for (int k = from; k < to; ++k) {
        if (line.substr(static_cast<size_t>(k), 1) != " ") return false;
      }
      return true;
    };
    const bool touches = verdict.lineOnly || (blanks(verdict.end, column) && blanks(column + width, verdict.begin));
    EXPECT_TRUE(begin.line == verdict.line && touches)
        << all[i].what << " at line " << placeOf(all[i].code, all[i].at).line << ": we " << begin.line << ":" << column
        << ", CPython " << verdict.line << ":" << verdict.begin << "-" << verdict.end << "\n"
        << all[i].code;
  }
  std::printf("%u mistakes, %u at the same column\n", refused, sameColumn);
  EXPECT_GE(refused, 200U);
}

}  // namespace
}  // namespace mlpc::embedded
