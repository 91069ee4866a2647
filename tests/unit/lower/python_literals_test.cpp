// Values in Python code. The judge is Python itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "inserting.h"
#include "literals.h"
#include "mlpc/support/text.h"
#include "running.h"

namespace mlpc::lower {
namespace {

using ir::CodePlace;
using support::Constant;
using testing::marked;

/// The code with `value` at each `@@`, or "REFUSED".
std::string insert(std::string_view code, const Constant& value) {
  return testing::withValue(code, value, [](const std::string& text, const auto& values) {
    return insertIntoPython(embedded::PythonCode(text), values);
  });
}

CodePlace placeIn(std::string_view code) {
  return insertIntoPython(embedded::PythonCode(marked(code)), {nullptr}).front().place;
}

TEST(PythonLiterals, WritesReprInCode) {
  EXPECT_EQ(insert("x = @@", "it's"), "x = \"it's\"");
  EXPECT_EQ(insert("x = @@", true), "x = True");
  EXPECT_EQ(insert("x = @@", Constant()), "x = None");
  EXPECT_EQ(insert("x = @@", 2e-4), "x = 0.0002");
  EXPECT_EQ(insert("x = 1 -@@", -1), "x = 1 -(-1)");
  EXPECT_EQ(insert("x = @@", Constant(Constant::List{1, "a"})), "x = [1, 'a']");
  EXPECT_EQ(insert("x = @@", Constant(Constant::Record{{"a", 1}})), "x = {'a': 1}");
  EXPECT_EQ(insert("x = f@@", "a"), "REFUSED");
}

TEST(PythonLiterals, EscapesInStrings) {
  EXPECT_EQ(insert("x = \"@@\"", "a\"b'c\\d\n"), "x = \"a\\\"b'c\\\\d\\n\"");
  EXPECT_EQ(insert("x = '@@'", "it's"), "x = 'it\\'s'");
  EXPECT_EQ(insert("x = f'{y} @@'", "{z}"), "x = f'{y} {{z}}'");
  EXPECT_EQ(insert("x = r'@@\\d'", "a+"), "x = r'a+\\d'");
  EXPECT_EQ(insert("x = r'@@'", "it's"), "REFUSED");
  EXPECT_EQ(insert("x = r'@@'", "a\\"), "REFUSED");
  EXPECT_EQ(insert("x = b'@@'", "\u00e9"), "x = b'\\xc3\\xa9'");
  EXPECT_EQ(insert("x = '\\@@'", "n"), "REFUSED");
  EXPECT_EQ(insert("# @@\nx", "a\nimport os"), "# a import os\nx");
  EXPECT_EQ(insert("x = f\"{f(@@)}\"", "a"), "x = f\"{f('a')}\"");
  EXPECT_EQ(insert("x = f'{f(@@)}'", "a"), "x = f'{f(\"a\")}'");
  EXPECT_EQ(insert("x = f'{f(@@)}'", "a\\b"), "REFUSED");
}

TEST(PythonLiterals, PythonReadsBackWhatWasInserted) {
  const std::vector<std::string> templates = {
      "x = @@",
      "x = '@@'",
      "x = \"@@\"",
      "x = '''@@'''",
      "x = \"\"\"@@\"\"\"",
      "x = f'@@'",
      "x = rf\"@@\"",
      "x = r'''@@'''",
      "x = f'{@@}'",
      "x = f\"{@@!s:s}\"",
      "x = f'''{@@}'''",
      "x = '' # it's @@\nx = '@@'",
      "x = b'@@'.decode('utf-8')",
      "d = {'a': @@}\nx = d['a']",
      "x = [@@][0]",
      "x = dict(a=@@)['a']",
      "def f(a=@@):\n    return a\nx = f()",
      "x = ('@@''end')[:-3]",
      "x = ('end'f'@@')[3:]",
  };
  std::string program =
      "import sys\nbad = []\ndef check(x, want, code):\n    if x != want: bad.append((code, x, want))\n";
  for (const std::string& code : templates) {
    for (const std::string& text : testing::nastyTexts()) {
      const std::string python = insert(code, text);
      if (python == "REFUSED") continue;
      program += python + "\ncheck(x, " + support::quotePython(text) + ", " + support::quotePython(python) + ")\n";
    }
  }
  program += "print(bad)\n";
  EXPECT_EQ(testing::run("python3", program), "[]\n");
}

TEST(PythonLiterals, PlacesOfValuesThatComeLate) {
  EXPECT_EQ(placeIn("x = @@\n"), CodePlace::Bare);
  EXPECT_EQ(placeIn("x = '@@'\n"), CodePlace::String);
  EXPECT_EQ(placeIn("x = f'{@@}'\n"), CodePlace::Bare);
  EXPECT_EQ(placeIn("x = f'a @@ {b}'\n"), CodePlace::String);
  EXPECT_EQ(placeIn("x = f'{b:@@}'\n"), CodePlace::Unknown);
  EXPECT_EQ(placeIn("# @@\n"), CodePlace::Comment);
  EXPECT_EQ(placeIn("x = ('@@\n"), CodePlace::Unknown);
}

TEST(PythonLiterals, NeverChangeTheCodeAround) {
  EXPECT_EQ(insert("@@ = 5\n", "a"), "REFUSED");
  EXPECT_EQ(insert("def f_@@(): pass\n", "a"), "REFUSED");
  EXPECT_EQ(insert("def f_@@(): pass\n", 5), "def f_5(): pass\n");
  EXPECT_EQ(insert("x = 1e-@@\n", 5), "x = 1e-5\n");
}

}  // namespace
}  // namespace mlpc::lower
