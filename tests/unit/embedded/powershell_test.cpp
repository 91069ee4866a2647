// Mistakes made in good PowerShell scripts are reported where they are.
// These rules replace PowerShell itself, which is not available where the tests run. They are those of its parser:
// - a string, here-string or comment that does not end is reported where it begins; if a quote is removed, the next one
//   of its kind begins a string;
// - a bracket that nothing closes is reported; so is one that closes nothing, or another kind;
// - `if`, `elseif`, `for` and `foreach` expect `(`, and a block after their `)`;
// - after `,`, `|`, `&&` and `||` a statement, a block or the script cannot end, and a statement cannot begin with `|`.

#include <gtest/gtest.h>

#include <algorithm>

#include "mlpc/embedded/powershell_script.h"
#include "mutations.h"

namespace mlpc::embedded {
namespace {

using Wrong = PowerShellErrorKind;

constexpr std::string_view kScripts[] = {
    R"ps1(param([string]$Name = 'world', [int]$Count = 1)
$ErrorActionPreference = "Stop"
# it's a comment
foreach ($i in 1..$Count) {
  Write-Host "hello $Name, $($i + 1) of $Count"
}
if ($Name -eq 'world' -and (Test-Path "./$Name")) {
  Get-ChildItem -Path . | Where-Object { $_.Length -gt 10 } | Remove-Item
} elseif (-not $Name) {
  throw "no name"
} else {
  Write-Host ('a{0}' -f $Name)
}
)ps1",
    R"ps1(function Get-State([string]$Job) {
  $state = az ml job show --name $Job --query status -o tsv
  return $state.Trim()
}
$table = @{
  if = 'a key'
  Names = @('one', 'two')
}
for ($n = 0; $n -lt 3; $n++) {
  $item = $table.Names[$n]
  try { Get-State -Job "$item" && Write-Host done } catch { Write-Warning $_ }
}
<# a block
   comment's text #>
$text = @"
It's "$item" here: $(Get-State "x")
"@
$plain = @'
"nothing $here
'@
)ps1",
};

std::vector<PowerShellError> errorsOf(std::string_view code) { return readPowerShell(code).errors; }

TEST(PowerShellErrors, GoodScriptsHaveNone) {
  for (const std::string_view code : kScripts) EXPECT_TRUE(errorsOf(code).empty()) << code;
  for (const std::string_view code : {
           "dir [a-z]*.txt",
           "echo a] [b",
           "git log --format=%h HEAD@{1}",
           "cmd --% /c \"echo",
           "echo `\"a` \"b`\"\"",
           "$a = $x ?? @()",
           "$b = $y ? \"a\" : 'b'",
           "${a b}c = 1",
           "\"${env:ProgramFiles(x86)} \"",
           "echo it`'s",
           "1, 2 |\n  foreach { $_ }",
           "Test-It -Sha256Sum $x",
           "$s = \"a \"\"quoted\"\" b\"",
           "$s = 'it''s'",
           "$h.Keys | ForEach-Object -Process {\n  $_\n}",
           "@(\n  1\n  if ($x) { 2 }\n)",
           "& \"$x\" -a",
           "sleep 1 &",
           "switch -regex ($x) { 'a' { 1 } default { 2 } }",
           "do { $x++ } while ($x -lt 3)",
           "$a[0]['x'][$b[1]]",
           "[math]::Floor(($a) / 1GB)",
           "echo $x# y",
           "if ($x) # why\n{ 1 }",
           "$s = \u201ctext\u201d",
           "if(1){2}",
       }) {
    EXPECT_TRUE(errorsOf(code).empty()) << code;
  }
}

TEST(PowerShellMutations, BracketsAreReportedWhereTheyAre) {
  unsigned reported = 0;
  for (const std::string_view code : kScripts) {
    std::vector<Mutant> mutants;
    for (const std::string_view token : {")", "}", "(", "{"}) without(mutants, code, token);
    for (const Mutant& mutant : mutants) {
      // Not in strings and comments, where a bracket is text.
      const auto tokens = readPowerShell(code).tokens;
      const bool bracket = std::any_of(tokens.begin(), tokens.end(), [&](const PowerShellToken& token) {
        // (`"$(` without `(` is right.)
        return token.range == Range{mutant.at, mutant.at + 1} &&
               std::string_view("(){}").find(token.kind) != std::string_view::npos;
      });
      if (!bracket) continue;
      const auto errors = errorsOf(mutant.code);
      ASSERT_FALSE(errors.empty()) << mutant.what << "\n" << mutant.code;
      // A bracket, or the word that expects one: never text that is correct by itself.
      const std::string_view marked =
          std::string_view(mutant.code).substr(errors[0].range.begin, errors[0].range.end - errors[0].range.begin);
      const bool known = marked.find_first_of("(){}|,&") != std::string_view::npos || marked == "if" ||
                         marked == "elseif" || marked == "for" || marked == "foreach" || marked[0] == '"' ||
                         marked[0] == '\'';
      EXPECT_TRUE(known) << mutant.what << ": " << marked << "\n" << mutant.code;
      ++reported;
    }
  }
  EXPECT_GE(reported, 40U);
}

TEST(PowerShellMutations, QuotesAreReportedWhereTheStringBegins) {
  unsigned reported = 0;
  for (const std::string_view code : {kScripts[0]}) {
    for (const char quote : {'"', '\''}) {
      std::vector<Mutant> mutants;
      without(mutants, code, std::string_view(&quote, 1));
      for (const Mutant& mutant : mutants) {
        const auto errors = errorsOf(mutant.code);
        if (code.substr(0, mutant.at).ends_with("# it")) continue;
        ASSERT_FALSE(errors.empty()) << mutant.what << "\n" << mutant.code;
        ++reported;
      }
    }
  }
  EXPECT_GE(reported, 14U);
}

struct Case {
  std::string_view code;  ///< `[[` and `]]` around what is reported
  Wrong kind;
};

TEST(PowerShellErrors, AreReportedExactly) {
  for (const Case& one : {
           Case{"Write-Host [[\"]]hello\nGet-Item x\n", Wrong::Unclosed},
           Case{"$x = [[']]it\n", Wrong::Unclosed},
           Case{"$x = [[@\"]]\ntext\n \"@\n", Wrong::Unclosed},
           Case{"$x = [[@']]\ntext'@\n", Wrong::Unclosed},
           Case{"$x = @\" [[text]]\n\"@\n", Wrong::Unexpected},
           Case{"x\n[[<#]] never\n", Wrong::Unclosed},
           Case{"if ($x) [[{]]\n  y\n", Wrong::Unclosed},
           Case{"$x = \"a $(b[[\"]]\n", Wrong::Unclosed},
           Case{"$x = [[@(]]1, 2\n", Wrong::Unclosed},
           Case{"f 1\n[[}]]\n", Wrong::Unexpected},
           Case{"f (1)[[)]]\n", Wrong::Unexpected},
           Case{"f { (1 [[}]]\n", Wrong::Mismatched},
           Case{"[[if]] $x { y }\n", Wrong::MissingParenthesis},
           Case{"y\nForEach-Object; [[foreach]] $i in $x { y }\n", Wrong::MissingParenthesis},
           Case{"if ($x[[)]] y\n", Wrong::MissingBlock},
           Case{"if ($x[[)]]\n", Wrong::MissingBlock},
           Case{"f(1[[,]])\n", Wrong::Unexpected},
           Case{"a | b [[|]]\n", Wrong::Unexpected},
           Case{"{ a [[|]] }\n", Wrong::Unexpected},
           Case{"a; [[|]] b\n", Wrong::Unexpected},
           Case{"a [[&&]]\n", Wrong::Unexpected},
       }) {
    std::string code(one.code);
    const size_t begin = code.find("[[");
    code.erase(begin, 2);
    const size_t end = code.find("]]");
    code.erase(end, 2);
    const auto errors = errorsOf(code);
    ASSERT_EQ(errors.size(), 1U) << code;
    EXPECT_EQ(errors[0].kind, one.kind) << code;
    EXPECT_EQ(errors[0].range, (Range{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)})) << code;
  }
}

TEST(PowerShellErrors, WordsContainWhatElsewhereBeginsACommentOrAHereString) {
  for (const std::string_view code :
       {"ssh admin@\"$server\" ls", "npm install pkg@'^1.0'", "$x = (magick -fill=#fff a.png)",
        "(curl http://x.y/#top)", "{ curl -H x=#1 }", "$x = # it's a comment\n1"}) {
    EXPECT_TRUE(errorsOf(code).empty()) << code;
  }
}

TEST(PowerShellErrors, PlaceholdersMayBeAnything) {
  for (const std::string_view code : {"if \x01 { y }", "if ($x) \x01", "f \x01", "\"\x01\"", "$a[\x01]"}) {
    EXPECT_TRUE(errorsOf(code).empty()) << code;
  }
}

}  // namespace
}  // namespace mlpc::embedded
