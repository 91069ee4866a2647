#include "code_scanner.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "running.h"

namespace mlpc::lower {
namespace {

using ir::CodePlace;
using support::Constant;

/// The code with `value` at each `@@`, or "REFUSED".
std::string insert(std::string_view language, std::string_view code, const Constant& value) {
  auto scanner = makeCodeScanner(language);
  std::string out;
  while (true) {
    const size_t at = code.find("@@");
    scanner->text(code.substr(0, at));
    out += code.substr(0, at);
    if (at == std::string_view::npos) return out;
    const auto literal = scanner->literal(value);
    if (!literal) return "REFUSED";
    out += *literal;
    code.remove_prefix(at + 2);
  }
}

CodePlace placeAt(std::string_view language, std::string_view before) {
  auto scanner = makeCodeScanner(language);
  scanner->text(before);
  return scanner->place();
}

TEST(ShellScanner, QuotesOutsideQuotes) {
  EXPECT_EQ(insert("bash", "run @@", "abc"), "run abc");
  EXPECT_EQ(insert("bash", "run @@", "a b"), "run 'a b'");
  EXPECT_EQ(insert("bash", "run @@", ""), "run ''");
  EXPECT_EQ(insert("bash", "run --n=@@", 3), "run --n=3");
  EXPECT_EQ(insert("bash", "run @@", true), "run true");
  EXPECT_EQ(insert("bash", "run @@", "it's"), "run 'it'\"'\"'s'");
  EXPECT_EQ(insert("bash", "@@", "if"), "'if'");
  EXPECT_EQ(insert("bash", "@@ x", "PATH=."), "'PATH=.' x");
}

TEST(ShellScanner, EscapesInsideQuotes) {
  EXPECT_EQ(insert("bash", "echo \"<@@>\"", "a\"b$c`d\\e"), "echo \"<a\\\"b\\$c\\`d\\\\e>\"");
  EXPECT_EQ(insert("bash", "echo '<@@>'", "it's"), "echo '<it'\\''s>'");
  EXPECT_EQ(insert("bash", "echo $'<@@>'", "it's \\"), "echo $'<it\\'s \\\\>'");
  EXPECT_EQ(insert("bash", "# about @@\necho", "a\nrm"), "# about a rm\necho");
  EXPECT_EQ(insert("bash", "echo $#; echo @@", "a b"), "echo $#; echo 'a b'");
  EXPECT_EQ(insert("bash", "echo ${#x} # @@", "a\nb"), "echo ${#x} # a b");
}

TEST(ShellScanner, FollowsNestedExpansions) {
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
  EXPECT_EQ(insert("bash", "x=`echo '`; echo @@", "a b"), "x=`echo '`; echo 'a b'");
}

TEST(ShellScanner, RejectsWhatWouldJoinTheCode) {
  EXPECT_EQ(insert("bash", "echo $@@", "x"), "REFUSED");
  EXPECT_EQ(insert("bash", "echo \"$@@\"", "5"), "REFUSED");
  EXPECT_EQ(insert("bash", "echo \\@@", "x"), "REFUSED");
  EXPECT_EQ(insert("bash", "cat <<@@\nx\n", "EOF here"), "REFUSED");
  EXPECT_EQ(insert("bash", "echo @@", Constant(std::string("a\0b", 3))), "REFUSED");
}

TEST(ShellScanner, CaseInSubstitutionMakesItCareful) {
  // After the `)` of the pattern, it is not known whether quotes are open.
  EXPECT_EQ(insert("bash", "x=\"$(case $y in a) echo @@;; esac)\"", "v1"), "x=\"$(case $y in a) echo v1;; esac)\"");
  EXPECT_EQ(insert("bash", "x=\"$(case $y in a) echo @@;; esac)\"", "a b"), "REFUSED");
}

TEST(ShellScanner, HereDocuments) {
  EXPECT_EQ(insert("bash", "cat <<EOF\n@@ \"\nEOF\necho @@", "$x y"), "cat <<EOF\n\\$x y \"\nEOF\necho '$x y'");
  EXPECT_EQ(insert("bash", "cat <<'EOF'\n@@ \"\nEOF\necho @@", "$x y"), "cat <<'EOF'\n$x y \"\nEOF\necho '$x y'");
  EXPECT_EQ(insert("bash", "cat <<-EOF | tr a b\n\t@@\n\tEOF\necho @@", "a b"),
            "cat <<-EOF | tr a b\n\ta b\n\tEOF\necho 'a b'");
  EXPECT_EQ(insert("bash", "cat <<EOF\n@@\nEOF", "a\nEOF\nid\n"), "REFUSED");
  EXPECT_EQ(insert("bash", "cat <<EOF\n@@\nEOF", "EOF\nid"), "REFUSED");
  EXPECT_EQ(insert("bash", "cat <<A <<B\n@@\nA\n@@\nB\necho @@", "x y"), "cat <<A <<B\nx y\nA\nx y\nB\necho 'x y'");
  EXPECT_EQ(insert("bash", "cat <<<@@", "x y"), "cat <<<'x y'");
}

// bash itself is the judge: whatever is inserted arrives as that string, and nothing else runs.
TEST(ShellScanner, BashReadsBackWhatWasInserted) {
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

TEST(ShellScanner, BashReadsBackHereDocuments) {
  for (const std::string& text : testing::nastyTexts()) {
    for (const std::string code : {"cat <<EOF\n[@@]\nEOF\n", "cat <<'EOF'\n[@@]\nEOF\n", "cat <<-X\n\t[@@]\n\tX\n"}) {
      const std::string script = insert("bash", code, text);
      if (script == "REFUSED") continue;
      EXPECT_EQ(testing::run("bash", script), "[" + text + "]\n") << script;
    }
  }
}

TEST(ShellScanner, PlacesOfRunTimeValues) {
  EXPECT_EQ(placeAt("bash", "echo "), CodePlace::Bare);
  EXPECT_EQ(placeAt("bash", "echo \""), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeAt("bash", "echo '"), CodePlace::SingleQuotes);
  EXPECT_EQ(placeAt("bash", "# "), CodePlace::Comment);
  EXPECT_EQ(placeAt("bash", "cat <<EOF\n"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeAt("bash", "cat <<EOF\na \\\nEOF\n"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeAt("bash", "cat <<EOF\na \\\\\nEOF\n"), CodePlace::Bare);
  EXPECT_EQ(placeAt("bash", "cat <<EOF\nEO\\\nF\n"), CodePlace::Bare);
  EXPECT_EQ(placeAt("bash", "cat <<'EOF'\n"), CodePlace::LiteralHereDocument);
  EXPECT_EQ(placeAt("bash", "cat <<'EOF'\nEOF\n"), CodePlace::Bare);
  EXPECT_EQ(placeAt("bash", "echo \"$(f "), CodePlace::Bare);
  EXPECT_EQ(placeAt("bash", "echo `f "), CodePlace::Bare);
  EXPECT_EQ(placeAt("bash", "echo $((1+"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeAt("bash", "echo ${x:-"), CodePlace::Bare);
  EXPECT_EQ(placeAt("bash", "echo \"${x:-"), CodePlace::DoubleQuotes);
  EXPECT_EQ(placeAt("bash", "echo ${"), CodePlace::Unknown);
  EXPECT_EQ(placeAt("bash", "echo $'"), CodePlace::Unknown);
  EXPECT_EQ(placeAt("bash", "echo $"), CodePlace::Unknown);
}

TEST(PowerShellScanner, Quotes) {
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
  EXPECT_EQ(placeAt("pwsh", "echo \""), CodePlace::DoubleQuotes);
}

TEST(PlainScanner, InsertsText) {
  EXPECT_EQ(insert("text", "a @@ b", "x y"), "a x y b");
  EXPECT_EQ(placeAt("json", "{"), CodePlace::Unknown);
}

}  // namespace
}  // namespace mlpc::lower
