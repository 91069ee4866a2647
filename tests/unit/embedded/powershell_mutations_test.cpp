// Mistakes in good PowerShell scripts are reported exactly where they are, and nothing else is. No PowerShell is needed
// to judge: each mistake is one whose place follows from how it was made.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "mlpc/embedded/powershell_script.h"

namespace mlpc::embedded {
namespace {

using Wrong = PowerShellErrorKind;

constexpr std::string_view kScripts[] = {
    R"ps(param(
    [Parameter(Mandatory = $true)] [string] $Name,
    [int] $Count = 3
)
$ErrorActionPreference = 'Stop'
foreach ($file in Get-ChildItem -Path "$PSScriptRoot/data" -Filter *.csv) {
    if ($file.Length -gt 1MB -and $Count -ne 0) {
        Write-Host "large: $($file.Name), it's ${env:USER}"
    } elseif ($file.Name -match '^[a-z]+$') {
        $rows = @(Import-Csv $file.FullName | Where-Object { $_.Price -gt 2 })
        $total += ($rows | Measure-Object -Sum Price).Sum * 2
    }
}
)ps",
    R"ps($settings = @{
    Name   = "model-$Version"
    Labels = @('a', 'b')
}
function Publish-Model([hashtable] $Settings) {
    try {
        $json = $Settings | ConvertTo-Json -Depth 5
        Invoke-RestMethod -Uri "$Url/models" -Method Post -Body $json
    } catch {
        throw "failed: $($_.Exception.Message)"
    } finally {
        Remove-Item -Path $temp
    }
}
for ($i = 0; $i -lt 3; $i++) { Publish-Model $settings }
)ps",
    R"ps($text = @"
Hello $name
"@
switch ($mode) {
    'fast' { $n = $limit - 1 }
    default { $n = [math]::Max($limit, 10) / 2 }
}
while ($n -gt 0) {
    $n--
    if ($n % 2 -eq 0) { continue }
    Write-Output ($n + 1)
}
do { Start-Sleep -Seconds 5 } until (Test-Path "$PSScriptRoot/ready")
)ps",
};

struct Mistake {
  std::string code;
  std::string what;
  Wrong kind{};
  Range range;
};

struct Bracket {
  Range open;
  Range close;
  size_t depth = 0;
};

/// The brackets of a good script, strings left out.
std::vector<Bracket> bracketsOf(const PowerShellScript& script) {
  std::vector<Bracket> out;
  std::vector<size_t> open;
  for (const PowerShellToken& token : script.tokens) {
    const std::string_view kind(&token.kind, 1);
    if (kind == "(" || kind == "{" || kind == "[") {
      out.push_back({token.range, {}, open.size()});
      open.push_back(out.size() - 1);
    } else if ((kind == ")" || kind == "}" || kind == "]") && !open.empty()) {
      out[open.back()].close = token.range;
      open.pop_back();
    }
  }
  return out;
}

std::string replaced(std::string_view code, Range range, std::string_view text) {
  std::string out(code);
  return out.replace(range.begin, range.end - range.begin, text);
}

void withBrackets(std::string_view code, std::vector<Mistake>& out) {
  const auto add = [&](Range range, std::string_view text, std::string what, Wrong kind, Range reported) {
    out.push_back({replaced(code, range, text), std::move(what), kind, reported});
  };
  for (const Bracket& bracket : bracketsOf(readPowerShell(code))) {
    if (bracket.close.empty()) continue;
    const char closer = code[bracket.close.begin];
    // In a string, the rest of the string would be code.
    const bool quoted = code[bracket.open.begin] == '$';
    if (bracket.depth == 0 && !quoted) add(bracket.close, "", "never closed", Wrong::Unclosed, bracket.open);
    if (closer != ']')
      add(bracket.close, closer == ')' ? "}" : ")", "closed by another", Wrong::Mismatched, bracket.close);
    const std::string_view before = code.substr(0, bracket.open.begin);
    for (const std::string_view word : {"if (", "elseif (", "foreach (", "for ("}) {
      const std::string_view line = code.substr(before.rfind('\n') + 1, bracket.open.end - before.rfind('\n') - 1);
      const bool own =
          line.ends_with(word) &&
          std::string_view(" }").find((" " + std::string(line))[line.size() - word.size()]) != std::string_view::npos;
      if (!own || bracket.open.end - bracket.open.begin != 1 || code[bracket.open.end] == '(') continue;
      const auto at = static_cast<uint32_t>(bracket.open.end - word.size());
      add(bracket.open, "", "no parenthesis", Wrong::MissingParenthesis,
          {at, at + static_cast<uint32_t>(word.size()) - 2});
      if (code.substr(bracket.close.end, 2) == " {")
        add({bracket.close.end, bracket.close.end + 2}, "", "no block", Wrong::MissingBlock, bracket.close);
    }
  }
}

void atTheEnd(std::string_view code, std::vector<Mistake>& out) {
  const auto size = static_cast<uint32_t>(code.size());
  const auto add = [&](std::string_view before, std::string_view wrong, std::string_view after, Wrong kind) {
    const auto begin = static_cast<uint32_t>(size + before.size());
    out.push_back({std::string(code) + std::string(before) + std::string(wrong) + std::string(after),
                   "`" + std::string(wrong) + "` at the end",
                   kind,
                   {begin, begin + static_cast<uint32_t>(wrong.size())}});
  };
  for (const std::string_view op : {"+", "-eq", ",", "*", "-join", "/", "%", "-"})
    add("$x = 1 ", op, "\n", Wrong::Unexpected);
  add("$x ", "=", "\n", Wrong::Unexpected);
  add("$x = ", "${", "abc\n", Wrong::Unclosed);
  add("Get-It ", "|", "\n", Wrong::Unexpected);
  add("Get-It ", "'", "x\n", Wrong::Unclosed);
  add("Get-It ", "\"", "x\n", Wrong::Unclosed);
  add("", "<#", " x\n", Wrong::Unclosed);
  add("$x = ", "@'", "\nx\n '@\n", Wrong::Unclosed);
  for (const std::string_view bracket : {"{", "(", "@(", "@{"}) add("$x = ", bracket, " 1\n", Wrong::Unclosed);
  for (const std::string_view bracket : {")", "}"}) add("Get-It ", bracket, "\n", Wrong::Unexpected);
}

void inFront(std::string_view code, std::vector<Mistake>& out) {
  constexpr std::pair<std::string_view, std::string_view> kAround[] = {
      {"$x = 1 ", ";\n"}, {"& { $x = 1 ", " }\n"}, {"$x = (1 ", ")\n"}};
  for (const std::string_view op : {"+", "-eq", ",", "*", "-join", "/", "%", "-", "-and"}) {
    for (const auto& [before, after] : kAround) {
      const auto begin = static_cast<uint32_t>(before.size());
      out.push_back({std::string(before) + std::string(op) + std::string(after) + std::string(code),
                     "`" + std::string(op) + "` in front",
                     Wrong::Unexpected,
                     {begin, begin + static_cast<uint32_t>(op.size())}});
    }
  }
}

std::vector<Mistake> mistakesIn(std::string_view code) {
  std::vector<Mistake> out;
  withBrackets(code, out);
  atTheEnd(code, out);
  inFront(code, out);
  return out;
}

unsigned check(std::string_view code, const std::string& name) {
  const auto good = readPowerShell(code).errors;
  EXPECT_TRUE(good.empty()) << name << ": " << code.substr(good.empty() ? 0 : good[0].range.begin, 40);
  if (!good.empty()) return 0;
  unsigned told = 0;
  for (const Mistake& mistake : mistakesIn(code)) {
    const auto errors = readPowerShell(mistake.code).errors;
    const bool found = std::any_of(errors.begin(), errors.end(), [&](const PowerShellError& error) {
      return error.kind == mistake.kind && error.range == mistake.range;
    });
    EXPECT_TRUE(found) << name << ": " << mistake.what << ", not told at "
                       << mistake.code.substr(mistake.range.begin, 40) << "\n"
                       << (errors.empty() ? std::string() : mistake.code.substr(errors[0].range.begin, 40));
    told += found ? 1 : 0;
  }
  return told;
}

TEST(PowerShellMistakes, AreReportedWhereTheyAre) {
  unsigned told = 0;
  for (const std::string_view code : kScripts) told += check(code, "a script of this test");
  std::printf("%u mistakes told\n", told);
  EXPECT_GE(told, 200U);
}

TEST(PowerShellMistakes, EachIsReported) {
  const auto errors = readPowerShell("if $x { a }\nforeach ($y in $z) b\n$c = 1 +\n; d |\n; e ${\n").errors;
  std::vector<Wrong> kinds;
  for (const PowerShellError& error : errors) kinds.push_back(error.kind);
  // What is never closed hides what is between it and the first.
  EXPECT_EQ(kinds, (std::vector{Wrong::MissingParenthesis, Wrong::Unclosed}));
  EXPECT_EQ(readPowerShell("if $x { a }\nforeach ($y in $z) b\n$c = 1 +\n; d |\n; e\n").errors.size(), 4U);
}

TEST(PowerShellMistakes, InTheDataBesideTheProject) {
  const char* set = std::getenv("MLPC_SHARED");
  const std::filesystem::path shared = set != nullptr ? set : "../shared";
  std::vector<std::filesystem::path> scripts;
  if (std::filesystem::is_directory(shared)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shared)) {
      const auto extension = entry.path().extension();
      if (extension == ".ps1" || extension == ".psm1") scripts.push_back(entry.path());
    }
  }
  if (scripts.empty()) GTEST_SKIP() << "no scripts of PowerShell in MLPC_SHARED";
  unsigned told = 0;
  for (const auto& path : scripts) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream buffer;
    buffer << in.rdbuf();
    std::string text = buffer.str();
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (text.empty() || text.back() != '\n') text += '\n';
    told += check(text, path.string());
  }
  EXPECT_GE(told, 200U);
}

}  // namespace
}  // namespace mlpc::embedded
