// Reading Python code: tokens, statements, and what is reported about them.

#include <gtest/gtest.h>

#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/python_names.h"
#include "mlpc/embedded/python_type.h"

namespace mlpc::embedded {
namespace {

std::vector<PythonErrorKind> errorsOf(std::string_view code) {
  std::vector<PythonErrorKind> out;
  const PythonCode python(code);
  for (const PythonError& error : python.errors()) out.push_back(error.kind);
  return out;
}
using Errors = std::vector<PythonErrorKind>;

TEST(PythonErrors, FieldsWithoutAnEndCostLittle) {
  // Each of these could be read again for each of those around it.
  std::string code = "x = ";
  for (int i = 0; i < 200; ++i) code += "f'{";
  EXPECT_FALSE(errorsOf(code + "\n").empty());
}

TEST(PythonErrors, AcceptsWhatPythonAccepts) {
  for (const std::string_view code : {
           "x = 1\n",
           "if a:\n    b()\nelse:\n    c()\n",
           "x = [\n  1,\n2]\n",
           "s = '''a\n b\"'''\n",
           "s = f\"{x['a']:>{width}} {{}}\"\n",
           "s = f'{x!r}' \"b\" rb'\\x00'\n",
           "def f(\n    a,\n):\n  return a\n",
           "x = 1 \\\n  + 2\n",
           "# only a comment",
           "if a: b(); c()\n",
           "class A:\n\tdef f(self):\n\t\tpass\n",
           "for i in x:\n    pass\n  # odd comment\n\nelse:\n    pass\n",
           "x = 0xFF + 1e-5 + 1_000 + 2j\n",
           "y = a @ b; z = a != b; w = (n := 3)\n",
       }) {
    EXPECT_EQ(errorsOf(code), Errors{}) << code;
  }
}

TEST(PythonErrors, ReportsWhatIsWrong) {
  EXPECT_EQ(errorsOf("print('a)\n"), Errors{PythonErrorKind::UnterminatedString});
  EXPECT_EQ(errorsOf("x = (1\n"), Errors{PythonErrorKind::UnclosedBracket});
  EXPECT_EQ(errorsOf("x = 1)\n"), Errors{PythonErrorKind::UnexpectedBracket});
  EXPECT_EQ(errorsOf("x = (1]\n"), Errors{PythonErrorKind::MismatchedBracket});
  EXPECT_EQ(errorsOf("  x = 1\n"), Errors{PythonErrorKind::UnexpectedIndent});
  EXPECT_EQ(errorsOf("if a:\nb()\n"), Errors{PythonErrorKind::MissingIndent});
  EXPECT_EQ(errorsOf("if a:\n    b()\n  c()\n"), Errors{PythonErrorKind::InconsistentDedent});
  EXPECT_EQ(errorsOf("x = $a\n"), Errors{PythonErrorKind::BadCharacter});
  EXPECT_EQ(errorsOf("s = '''a\n"), Errors{PythonErrorKind::UnterminatedString});
}

TEST(PythonErrors, PlacesAreExact) {
  const PythonCode code("a = (b\n");
  ASSERT_EQ(code.errors().size(), 1U);
  EXPECT_EQ(code.errors()[0].range, (Range{4, 5}));
}

TEST(PythonErrors, AnyBytesEnd) {
  for (const std::string_view code :
       {"\"", "'''", "f'{", "f'{\"", "(((((", "\\", "\xff\xfe", "0x", "if a:", "if a:\n", "\t\t  x\n x\n"}) {
    EXPECT_LE(PythonCode(code).root().range().end, code.size()) << code;
  }
}

std::vector<std::string> undefinedOf(std::string_view code, const std::unordered_set<std::string_view>& known = {}) {
  const PythonCode python(code);
  std::vector<std::string> out;
  for (const Range range : python.undefinedNames(known)) out.emplace_back(python.text(range));
  return out;
}
using Names = std::vector<std::string>;

TEST(PythonCode, UndefinedNames) {
  EXPECT_EQ(undefinedOf("print(x)\n"), Names{"x"});
  EXPECT_EQ(undefinedOf("print(x)\n", {"x"}), Names{});
  EXPECT_EQ(undefinedOf("x = 1\nprint(x)\n"), Names{});
  EXPECT_EQ(undefinedOf("a, (b, *c) = f()\nprint(a, b, c)\n"), Names{"f"});
  EXPECT_EQ(undefinedOf("for i, j in z:\n    print(i, j)\n"), Names{"z"});
  EXPECT_EQ(undefinedOf("print([a for a in b if a])\n"), Names{"b"});
  EXPECT_EQ(undefinedOf("with open('f') as g:\n    print(g)\n"), Names{});
  EXPECT_EQ(undefinedOf("try:\n    pass\nexcept OSError as e:\n    print(e)\n"), Names{});
  EXPECT_EQ(undefinedOf("print(dict(key=1), o.attribute)\n"), Names{"o"});
  EXPECT_EQ(undefinedOf("f = lambda q: q + r\n"), Names{"r"});
  EXPECT_EQ(undefinedOf("def f(a, b=1, *args, **kw):\n    return a, b, args, kw\nf(1)\n"), Names{});
  EXPECT_EQ(undefinedOf("import a.b as c, d\nfrom e import f\nprint(c, d, f)\n"), Names{});
  EXPECT_EQ(undefinedOf("if (n := 3) > 2:\n    print(n)\n"), Names{});
  EXPECT_EQ(undefinedOf("match v:\n    case [x, y]:\n        print(x, y)\n", {"v"}), Names{});
  // What binds names invisibly silences the check.
  EXPECT_EQ(undefinedOf("from numpy import *\nprint(array)\n"), Names{});
  EXPECT_EQ(undefinedOf("exec(code)\nprint(made)\n"), Names{});
}

bool fallsThrough(std::string_view code) {
  const PythonCode python(code);
  return python.fallsThrough(python.root());
}

TEST(PythonCode, EndOfTheCode) {
  EXPECT_TRUE(fallsThrough("x = 1\n"));
  EXPECT_FALSE(fallsThrough("return 1\n"));
  EXPECT_FALSE(fallsThrough("if a:\n    return 1\nelse:\n    raise E()\n"));
  EXPECT_TRUE(fallsThrough("if a:\n    return 1\n"));
  EXPECT_TRUE(fallsThrough("if a:\n    return 1\nelif b:\n    return 2\n"));
  EXPECT_FALSE(fallsThrough("with open(x) as f:\n    return f.read()\n"));
  EXPECT_FALSE(fallsThrough("try:\n    return 1\nexcept E:\n    return 2\n"));
  EXPECT_TRUE(fallsThrough("try:\n    return 1\nexcept E:\n    pass\n"));
  EXPECT_FALSE(fallsThrough("while True:\n    step()\n"));
  EXPECT_FALSE(fallsThrough("import sys\nsys.exit(1)\n"));
  EXPECT_TRUE(fallsThrough("for a in b:\n    return a\n"));
}

TEST(PythonCode, ReturnsOfTheBodyOnly) {
  const PythonCode python("def f():\n    return 1\nif a:\n    return\nreturn f(\n  2)\n");
  const auto returns = python.returns(python.root());
  ASSERT_EQ(returns.size(), 2U);
  EXPECT_FALSE(returns[0].value);
  EXPECT_EQ(returns[1].value.text(), "f(\n  2)");
}

TEST(PythonCode, Functions) {
  const PythonCode python(
      "@decorated\n"
      "def f(a: int, b: 'List[str]' = [1, 2], *, c: Output[Model], **kw) -> NamedTuple('O', [('x', int)]):\n"
      "    pass\n"
      "async def g(): pass\n"
      "class A:\n    def h(self): pass\n");
  const auto functions = python.functions();
  ASSERT_EQ(functions.size(), 2U);
  EXPECT_EQ(functions[0].name, "f");
  ASSERT_EQ(functions[0].parameters.size(), 4U);
  EXPECT_EQ(python.text(functions[0].parameters[1].name), "b");
  EXPECT_EQ(functions[0].parameters[1].annotation.text(), "'List[str]'");
  EXPECT_EQ(functions[0].parameters[1].defaultValue.text(), "[1, 2]");
  EXPECT_EQ(functions[0].parameters[2].annotation.text(), "Output[Model]");
  EXPECT_TRUE(functions[0].parameters[3].star);
  EXPECT_EQ(functions[0].returns.text(), "NamedTuple('O', [('x', int)])");
  EXPECT_EQ(functions[1].name, "g");
}

TEST(PythonCode, Imports) {
  const PythonCode python(
      "import os, a.b as c\nfrom d.e import f\nfrom . import g\ntry:\n    import h\nexcept ImportError:\n    h = "
      "None\n");
  std::string found;
  for (const PythonImport& import : python.imports()) {
    found += std::string(import.module) + (import.guarded ? "? " : " ");
  }
  EXPECT_EQ(found, "os a.b d.e  h? ");
}

TEST(PythonCode, Calls) {
  const PythonCode python("with mlflow.start_run(run_name=\"x\"):\n    mlflow.log_param('a', 1, *b)\nx[0].f(1)\n");
  const auto calls = python.calls();
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0].callee, "mlflow.start_run");
  ASSERT_EQ(calls[0].keywords.size(), 1U);
  EXPECT_EQ(calls[0].keywords[0].string, "x");
  EXPECT_EQ(calls[1].callee, "mlflow.log_param");
  EXPECT_EQ(calls[1].firstString, "a");
  EXPECT_TRUE(calls[1].spread);
  EXPECT_TRUE(calls[1].withRun);
}

TEST(PythonErrors, StatementsThatAreNotAllowed) {
  EXPECT_EQ(errorsOf("x = 1 + / 2\n"), Errors{PythonErrorKind::UnexpectedToken});
  EXPECT_EQ(errorsOf("x =\ny = 1\n"), Errors{PythonErrorKind::LineTooShort});
  EXPECT_EQ(errorsOf("if x\n    y()\n"), Errors{PythonErrorKind::MissingColon});
  EXPECT_EQ(errorsOf("print \"x\"\n"), Errors{PythonErrorKind::PrintStatement});
  // Each is reported, since one says nothing about the others.
  EXPECT_EQ(errorsOf("import json re\nfrom os\nx = = 2\n"),
            (Errors{PythonErrorKind::Import, PythonErrorKind::Import, PythonErrorKind::UnexpectedToken}));
}

TEST(PythonErrors, PlaceholdersAreNames) {
  for (const std::string_view code : {"x = \x01\n", "x\x01 = 1\n", "f(\x01, 'a\x01b')\n", "\x01\n", "x = [\x01]\n",
                                      "from \x01 import x\n", "def f(a=\x01): pass\n", "x = \x01 \x01\n"}) {
    EXPECT_EQ(errorsOf(code), Errors{}) << code;
  }
}

TEST(PythonCode, NamesInFStrings) {
  EXPECT_EQ(undefinedOf("x = f\"{a['k']:>{width}} {[i for i in b]} {c!r} {d=}\"\n"),
            (Names{"a", "width", "b", "c", "d"}));
  EXPECT_EQ(undefinedOf("print('\\N{BULLET}', f'{{x}}')\n"), Names{});
  // A method of that name does not bind anything.
  EXPECT_EQ(undefinedOf("model.eval()\n"), Names{"model"});
}

TEST(PythonCode, LastHead) {
  const PythonCode python("if a:\n    b()\nelif c:\n    d()\n");
  EXPECT_EQ(python.text(python.lastHead(python.root())), "elif c:");
  const PythonCode simple("a()\nb(\n 1)\n");
  EXPECT_EQ(simple.text(simple.lastHead(simple.root())), "b(\n 1)");
}

TEST(PythonType, Forms) {
  const PythonType list = readPythonType("'typing.List[int]'");
  EXPECT_EQ(list.kind, PythonType::Kind::Applied);
  EXPECT_EQ(list.text, "List");
  ASSERT_EQ(list.parts.size(), 1U);
  EXPECT_TRUE(list.parts[0].isName("int"));
  EXPECT_EQ(readPythonType("str | None").parts.size(), 2U);
  EXPECT_EQ(readPythonType("None").kind, PythonType::Kind::None);
  const PythonType tuple = readPythonType("NamedTuple('O', [('x', int),\n ('y', Dict[str, float])])");
  ASSERT_EQ(tuple.parts.size(), 2U);
  ASSERT_EQ(tuple.parts[1].parts.size(), 2U);
  EXPECT_EQ(tuple.parts[1].parts[1].parts[0].text, "y");
  EXPECT_EQ(readPythonType("f(").kind, PythonType::Kind::Other);
}

}  // namespace
}  // namespace mlpc::embedded
