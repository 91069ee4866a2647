// The tree itself: places, placeholders, and bounds for hostile code.

#include "mlpc/embedded/syntax_tree.h"

#include <gtest/gtest.h>

#include <random>

#include "mlpc/embedded/powershell_script.h"
#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {
namespace {

TEST(SyntaxTree, NodesAreWhereTheyAreWritten) {
  const SyntaxTree tree("x = f(1)\n");
  const Node call = tree.at(4).parent();
  EXPECT_EQ(call.kind(), "call");
  EXPECT_EQ(call.text(), "f(1)");
  EXPECT_EQ(call.child("function").text(), "f");
  EXPECT_EQ(call.field(), "right");
  EXPECT_FALSE(tree.fault());
  EXPECT_FALSE(tree.root().parent());
  EXPECT_EQ(call.child("arguments").parts().size(), 1U);
}

TEST(SyntaxTree, PlaceholdersKeepTheirPlaces) {
  const SyntaxTree tree("a \x01 b\n");
  EXPECT_EQ(tree.code()[2], kPlaceholderByte);
  EXPECT_EQ(tree.text({2, 3}), "\x01");
}

TEST(SyntaxTree, FaultIsWhereTheCodeStopsMakingSense) {
  const SyntaxTree tree("x = 1\ny = 2 3\n");
  ASSERT_TRUE(tree.fault());
  EXPECT_EQ(tree.fault()->token, (Range{12, 13}));
  const SyntaxTree end("f(\n");
  ASSERT_TRUE(end.fault());
  EXPECT_TRUE(end.fault()->lineEnd);
}

TEST(SyntaxTree, LongCodeIsNotRead) {
  const std::string code(SyntaxTree::kMaxSize + 1, '\n');
  EXPECT_TRUE(SyntaxTree(code).unread());
  EXPECT_TRUE(PythonCode(code).errors().empty());
  EXPECT_TRUE(PythonCode(code).broken());
  EXPECT_FALSE(readShell(code).whole);
}

// Each of these ends soon: the test has a time limit.
TEST(SyntaxTree, HostileCodeEnds) {
  const auto repeated = [](std::string_view piece, size_t times) {
    std::string out;
    for (size_t i = 0; i < times; ++i) out += piece;
    return out;
  };
  std::vector<std::string> all;
  for (const std::string_view piece :
       {"(",           "[",   "{",  "f'{",  "$(",       "${a:-", "\"$(", "`",  "<<A\n", "if x:\n",
        "if a; then ", "'",   "\"", "\\",   "lambda: ", "x if ", "not ", "-",  "@(",    "$(\"",
        "case x in ",  "a=(", "((", "\xff", "~{",       "@'\n",  "\t",   "a.", "a|"}) {
    all.push_back(repeated(piece, 4000));
  }
  std::string indented;
  for (size_t i = 0; i < 300; ++i) indented += std::string(i, ' ') + "if x:\n";
  all.push_back(indented);
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::string bytes;
    for (int k = 0; k < 3000; ++k) bytes += static_cast<char>(random() % 256);
    all.push_back(bytes);
  }
  for (const std::string& code : all) {
    const PythonCode python(code);
    const size_t read = python.imports().size() + python.calls().size() + python.functions().size() +
                        python.undefinedNames({}).size() + python.returns(python.root()).size();
    EXPECT_LE(read, 5 * code.size() + 5);
    EXPECT_TRUE(python.fallsThrough(python.root()) || !code.empty());
    readShell(code);
    readPowerShell(code);
  }
}

}  // namespace
}  // namespace mlpc::embedded
