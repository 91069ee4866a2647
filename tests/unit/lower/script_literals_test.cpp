#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "inserting.h"
#include "literals.h"
#include "running.h"

namespace mlpc::lower {
namespace {

using ir::CodePlace;
using support::Constant;
using testing::marked;

std::vector<Insertion> insertions(std::string_view language, std::string_view code,
                                  const std::vector<const Constant*>& values) {
  return language == "bash" ? insertIntoShell(embedded::readShell(code), values) : insertIntoPowerShell(code, values);
}

/// The code with `value` at each `@@`, or "REFUSED".
std::string insert(std::string_view language, std::string_view code, const Constant& value) {
  return testing::withValue(
      code, value, [&](const std::string& text, const auto& values) { return insertions(language, text, values); });
}

CodePlace placeIn(std::string_view language, std::string_view code) {
  return insertions(language, marked(code), {nullptr}).front().place;
}

TEST(ShellLiterals, QuotesOutsideQuotes) {
  EXPECT_EQ(insert("bash", "run @@", "abc"), "run abc");
  EXPECT_EQ(insert("bash", "run @@", "a b"), "run 'a b'");
  EXPECT_EQ(insert("bash", "run @@", ""), "run ''");
  EXPECT_EQ(insert("bash", "run --n=@@", 3), "run --n=3");
  EXPECT_EQ(insert("bash", "run @@", true), "run true");
  EXPECT_EQ(insert("bash", "run @@", "it's"), "run 'it'\"'\"'s'");
  EXPECT_EQ(insert("bash", "@@", "if"), "'if'");
  EXPECT_EQ(insert("bash", "@@ x", "PATH=."), "'PATH=.' x");
}

TEST(ShellLiterals, EscapesInsideQuotes) {
  EXPECT_EQ(insert("bash", "echo \"<@@>\"", "a\"b$c`d\\e"), "echo \"<a\\\"b\\$c\\`d\\\\e>\"");
  EXPECT_EQ(insert("bash", "echo '<@@>'", "it's"), "echo '<it'\\''s>'");
  EXPECT_EQ(insert("bash", "echo $'<@@>'", "it's \\"), "echo $'<it\\'s \\\\>'");
  EXPECT_EQ(insert("bash", "# about @@\necho", "a\nrm"), "# about a rm\necho");
  EXPECT_EQ(insert("bash", "echo $#; echo @@", "a b"), "echo $#; echo 'a b'");
  EXPECT_EQ(insert("bash", "echo ${#x} # @@", "a\nb"), "echo ${#x} # a b");
}

TEST(ShellLiterals, FollowsNestedExpansions) {
  EXPECT_EQ(insert("bash", "echo \"$(f @@)\"", "a b"), "echo \"$(f 'a b')\"");
  EXPECT_EQ(insert("bash", "echo \"$(f \"@@\") @@\"", "$x"), "echo \"$(f \"\\$x\") \\$x\"");
  EXPECT_EQ(insert("bash", "echo \"${x:-@@}\"", "a}b"), "echo \"${x:-a\\}b}\"");
  EXPECT_EQ(insert("bash", "echo ${@@}", "name"), "echo ${name}");
  EXPECT_EQ(insert("bash", "echo $((1 + @@))", 4), "echo $((1 + 4))");
  EXPECT_EQ(insert("bash", "echo $((1 - @@))", -4), "echo $((1 - (-4)))");
  EXPECT_EQ(insert("bash", "echo $((1 + @@))", "a[$(id)]"), "REFUSED");
  EXPECT_EQ(insert("bash", "(( x = @@ ))", "$(id)"), "REFUSED");
  EXPECT_EQ(insert("bash", "echo `f @@`", "ab"), "echo `f ab`");
  EXPECT_EQ(insert("bash", "echo `f @@`", "a b"), "REFUSED");
  // Shells do not agree on what is a quote in backquotes.
  EXPECT_EQ(insert("bash", "x=`echo '`; echo @@", "ab"), "x=`echo '`; echo ab");
  EXPECT_EQ(insert("bash", "x=`echo '`; echo @@", "a b"), "REFUSED");
}

TEST(ShellLiterals, RefusesWhatWouldGlueToTheCode) {
  EXPECT_EQ(insert("bash", "echo $@@", "x"), "REFUSED");
  EXPECT_EQ(insert("bash", "echo \"$@@\"", "5"), "REFUSED");
  EXPECT_EQ(insert("bash", "echo \\@@", "x"), "REFUSED");
  EXPECT_EQ(insert("bash", "cat <<@@\nx\n", "EOF here"), "REFUSED");
  EXPECT_EQ(insert("bash", "echo @@", Constant(std::string("a\0b", 3))), "REFUSED");
}

TEST(ShellLiterals, PatternsOfCaseCloseNothing) {
  EXPECT_EQ(insert("bash", "x=\"$(case $y in a) echo @@;; esac)\"", "a b"), "x=\"$(case $y in a) echo 'a b';; esac)\"");
  EXPECT_EQ(insert("bash", "x=$(case $1 in (a|b) echo @@;; esac)", "a b"), "x=$(case $1 in (a|b) echo 'a b';; esac)");
}

TEST(ShellLiterals, NamesOfVariablesEndWhereTheyEnded) {
  EXPECT_EQ(insert("bash", "echo $x@@", "abc"), "REFUSED");
  EXPECT_EQ(insert("bash", "echo \"$x@@\"", "/abc"), "echo \"$x/abc\"");
  EXPECT_EQ(insert("bash", "echo \"${x}@@\"", "abc"), "echo \"${x}abc\"");
  EXPECT_EQ(insert("bash", "echo @@>log", 2), "echo '2'>log");
}

TEST(ShellLiterals, HereDocuments) {
  EXPECT_EQ(insert("bash", "cat <<EOF\n@@ \"\nEOF\necho @@", "$x y"), "cat <<EOF\n\\$x y \"\nEOF\necho '$x y'");
  EXPECT_EQ(insert("bash", "cat <<'EOF'\n@@ \"\nEOF\necho @@", "$x y"), "cat <<'EOF'\n$x y \"\nEOF\necho '$x y'");
  EXPECT_EQ(insert("bash", "cat <<-EOF | tr a b\n\t@@\n\tEOF\necho @@", "a b"),
            "cat <<-EOF | tr a b\n\ta b\n\tEOF\necho 'a b'");
  EXPECT_EQ(insert("bash", "cat <<EOF\n@@\nEOF", "a\nEOF\nid\n"), "REFUSED");
  EXPECT_EQ(insert("bash", "cat <<EOF\n@@\nEOF", "EOF\nid"), "REFUSED");
  EXPECT_EQ(insert("bash", "cat <<EOF\nEO@@\nEOF", "F"), "REFUSED");
  EXPECT_EQ(insert("bash", "cat <<A <<B\n@@\nA\nB\n", "x y"), "cat <<A <<B\nx y\nA\nB\n");
  EXPECT_EQ(insert("bash", "cat <<A <<B\nA\n@@\nB\n", "B"), "REFUSED");
  EXPECT_EQ(insert("bash", "cat <<<@@", "x y"), "cat <<<'x y'");
}

// The judge is bash itself: whatever is inserted arrives as that text, and nothing else runs.
TEST(ShellLiterals, BashReadsBackWhatWasInserted) {
  const std::vector<std::string> templates = {
      "printf '%s' @@",
      "printf '%s' \"@@\"",
      "printf '%s' '@@'",
      "printf '%s' $'@@'",
      "printf '%s' \"$(printf '%s' @@; printf x)\" | sed '$ s/x$//'",
      "printf '%s' \"$(printf '%s' \"@@\"; printf x)\" | sed '$ s/x$//'",
      "x=@@; printf '%s' \"$x\"",
      "printf '%s' \"${undefined:-@@}\"",
      "printf '%s' ${undefined:-\"@@\"}",
      "printf '%s' \"$( # it's @@\n printf '%s' '@@'; printf x)\" | sed '$ s/x$//'",
      "f() { printf '%s' \"$1\"; }; f @@",
      "a=(@@ second); printf '%s' \"${a[0]}\"",
      "[[ -n $((1+1)) ]] && printf '%s' @@",
  };
  for (const std::string& code : templates) {
    for (const std::string& text : testing::nastyTexts()) {
      const std::string script = insert("bash", code, text);
      if (script == "REFUSED") continue;
      std::string want = text;
      EXPECT_EQ(testing::run("bash", script), want) << code << "\n" << script;
    }
  }
}

TEST(ShellLiterals, BashReadsBackHereDocuments) {
  for (const std::string& text : testing::nastyTexts()) {
    for (const std::string code : {"cat <<EOF\n[@@]\nEOF\n", "cat <<'EOF'\n[@@]\nEOF\n", "cat <<-X\n\t[@@]\n\tX\n"}) {
      const std::string script = insert("bash", code, text);
      if (script == "REFUSED") continue;
      EXPECT_EQ(testing::run("bash", script), "[" + text + "]\n") << script;
    }
  }
}

TEST(ShellLiterals, PlacesOfRunTimeValues) {
  EXPECT_EQ(placeIn("bash", "echo @@"), CodePlace::Bare);
  EXPECT_EQ(placeIn("bash", "echo \"@@\""), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeIn("bash", "echo '@@'"), CodePlace::SingleQuotes);
  EXPECT_EQ(placeIn("bash", "# @@"), CodePlace::Comment);
  EXPECT_EQ(placeIn("bash", "cat <<EOF\n@@\nEOF\n"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeIn("bash", "cat <<EOF\na \\\nEOF\n@@\nEOF\n"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeIn("bash", "cat <<EOF\na\n  EOF\n@@\nEOF\n"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeIn("bash", "cat <<EOF\na \\\\\nEOF\necho @@"), CodePlace::Bare);
  EXPECT_EQ(placeIn("bash", "cat <<'EOF'\n@@\nEOF\n"), CodePlace::LiteralHereDocument);
  EXPECT_EQ(placeIn("bash", "cat <<'EOF'\nEOF\necho @@\n"), CodePlace::Bare);
  EXPECT_EQ(placeIn("bash", "cat <<'EOF'@@\nEOF\n"), CodePlace::Unknown);
  EXPECT_EQ(placeIn("bash", "echo \"$(f @@)\""), CodePlace::Bare);
  EXPECT_EQ(placeIn("bash", "echo `f @@`"), CodePlace::Bare);
  EXPECT_EQ(placeIn("bash", "echo $((1+@@))"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeIn("bash", "echo ${x:-@@}"), CodePlace::Bare);
  EXPECT_EQ(placeIn("bash", "echo \"${x:-@@}\""), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeIn("bash", "echo ${x#*\"/@@/\"}"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeIn("bash", "echo ${@@}"), CodePlace::Unknown);
  EXPECT_EQ(placeIn("bash", "echo $'@@'"), CodePlace::Unknown);
  EXPECT_EQ(placeIn("bash", "echo $@@"), CodePlace::Unknown);
  EXPECT_EQ(placeIn("bash", "if @@"), CodePlace::Unknown);
}

/// How many of the constants, one for each `@@`, are inserted.
size_t accepted(std::string_view language, std::string_view code, const std::vector<Constant>& constants) {
  std::vector<const Constant*> values;
  for (const Constant& constant : constants) values.push_back(&constant);
  const auto inserted = insertions(language, marked(code), values);
  return static_cast<size_t>(
      std::count_if(inserted.begin(), inserted.end(), [](const Insertion& one) { return one.text.has_value(); }));
}

TEST(ScriptLiterals, TwoThatAreDangerousTogetherAreNotBothInserted) {
  EXPECT_EQ(accepted("bash", "cat <<EOF\n@@@@\nEOF\n", {"x\nE", "OF\nrm -rf y"}), 1U);
  EXPECT_EQ(accepted("bash", "cat <<'EOF'\n@@@@\nEOF\n", {"x\nE", "OF\nrm -rf y"}), 1U);
  EXPECT_EQ(accepted("pwsh", "$x = @'\n@@@@\n'@\n", {"x\n", "'@; rm y"}), 1U);
  EXPECT_EQ(accepted("pwsh", "<# @@@@ #>\n", {"x #", "> ; rm y"}), 1U);
  EXPECT_EQ(accepted("bash", "cat <<EOF\n@@ @@\nEOF\n", {"x", "y"}), 2U);
}

TEST(ScriptLiterals, OneThatIsDangerousDoesNotTakeOthersWithIt) {
  std::string code = "cat <<EOF\n";
  std::vector<Constant> constants;
  for (int i = 0; i < 200; ++i) {
    code += "@@\n";
    constants.emplace_back(i == 77 ? "a\nEOF\nrm" : "a b");
  }
  EXPECT_EQ(accepted("bash", code + "EOF\n", constants), 199U);
}

TEST(PowerShellLiterals, Quotes) {
  EXPECT_EQ(insert("pwsh", "Write-Host @@", "it's"), "Write-Host 'it''s'");
  EXPECT_EQ(insert("pwsh", "$x = @@", true), "$x = $true");
  EXPECT_EQ(insert("pwsh", "$x = @@", Constant(Constant::List{1, "a"})), "$x = @(1, 'a')");
  EXPECT_EQ(insert("pwsh", "\"a @@\"", "$x`\""), "\"a `$x```\"\"");
  EXPECT_EQ(insert("pwsh", "'a @@'", "it\u2019s"), "'a it\u2019\u2019s'");
  EXPECT_EQ(insert("pwsh", "$@@", "x"), "REFUSED");
  EXPECT_EQ(insert("pwsh", "@'\n@@\n'@\n", "a\n'@\nRemove-Item"), "REFUSED");
  EXPECT_EQ(insert("pwsh", "@\"\n@@\n\"@\n@@", "$x"), "@\"\n`$x\n\"@\n'$x'");
  EXPECT_EQ(insert("pwsh", "# @@\nx", "a\nb"), "# a b\nx");
  EXPECT_EQ(insert("pwsh", "\"$(f @@)\"", "a b"), "\"$(f 'a b')\"");
  EXPECT_EQ(insert("pwsh", "<# @@ #>", "#> evil"), "REFUSED");
  EXPECT_EQ(insert("pwsh", "\"$x@@\"", "abc"), "REFUSED");
  EXPECT_EQ(insert("pwsh", "\"$x@@\"", "-abc"), "\"$x-abc\"");
  EXPECT_EQ(insert("pwsh", "$env:@@", "PATH"), "REFUSED");
  EXPECT_EQ(insert("pwsh", "`@@", "n"), "REFUSED");
  EXPECT_EQ(placeIn("pwsh", "echo \"@@\""), CodePlace::DoubleQuotes);
}

}  // namespace
}  // namespace mlpc::lower
