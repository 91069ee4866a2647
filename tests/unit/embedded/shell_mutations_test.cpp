// Mistakes in good bash scripts are reported where they are.
//
// `bash -n` is the judge, and gives a line: that of the token where it stops or, if it gets to the end of the script,
// the last line or that of the last quote. Ours must be on that line, or exactly (line and column) at the word, bracket
// or quote whose other half was removed, or at what is open or needs something after it where the script ends: bash
// never reports that one. What bash accepts must have no error here.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "mlpc/embedded/shell_script.h"
#include "mutations.h"

namespace mlpc::embedded {
namespace {

constexpr std::string_view kScripts[] = {
    R"sh(set -euo pipefail
name="model $VERSION"
if [ -n "$name" ]; then
  echo "training $name" && run --name "$name" | tee log
fi
for item in a b c; do
  echo "$item"; ls "$item"
done
)sh",
    R"sh(deploy() {
  local target="$1"
  while ! kubectl get "$target"; do
    sleep 1
  done
  (cd build; make all)
}
state=$(az ml job show --name "$JOB" --query status -o tsv)
case "$state" in
  Completed) echo 'all done' ;;
  Failed|Canceled) exit 1 ;;
esac
deploy "job/${JOB}" || true
)sh",
    R"sh(cat <<EOF > config.yml
name: $NAME
EOF
if grep -q "x" config.yml; then
  if [[ $MODE == fast && -f data.csv ]]; then
    total=$((COUNT + 1))
    echo "$total"
  else
    echo 'slow'
  fi
elif test -d out; then
  rm -r "out/$(date +%F)"
fi
)sh",
};

/// Only whole words: what follows `token` on its line is kept.
void withoutWord(std::vector<Mutant>& out, std::string_view code, std::string_view word) {
  std::vector<Mutant> all;
  without(all, code, word);
  const auto letter = [&](size_t at) {
    return at < code.size() && ((code[at] >= 'a' && code[at] <= 'z') || code[at] == '$' || code[at] == '-');
  };
  for (Mutant& mutant : all) {
    if (!letter(mutant.at + word.size()) && (mutant.at == 0 || !letter(mutant.at - 1)))
      out.push_back(std::move(mutant));
  }
}

std::vector<Mutant> mutants(std::string_view code) {
  std::vector<Mutant> out;
  for (const std::string_view word : {"fi", "done", "esac", "then", "do", "if", "for", "while", "case", "}"}) {
    withoutWord(out, code, word);
  }
  for (const std::string_view token : {"\"", "'", ")", "]]"}) without(out, code, token);
  for (const std::string_view token : {"&&", "||", " | ", ";;"}) after(out, code, token, token);
  for (const std::string_view word : {"in", "else", "elif", "{", "("}) withoutWord(out, code, word);
  for (const std::string_view token : {"$(", "[[", "((", "${", "))"}) without(out, code, token);
  for (const std::string_view token : {"echo ", "sleep ", "run "}) {
    for (const std::string_view extra : {"( ", ") ", "< ", "; ; ", "`", "$(", "& | ", "> ;", "\"", "<<<\n", "} ) "})
      after(out, code, token, extra);
  }
  for (const std::string_view end : {"ls |\n", "ls >\n", "ls &&", "if a; then\n", "{ a; ", "x=(a\n", "case x in\n"})
    out.push_back({std::string(code) + std::string(end),
                   "`" + std::string(end) + "` at the end",
                   static_cast<uint32_t>(code.size()),
                   {}});
  after(out, code, "; ", "; ");
  after(out, code, "\n", "&& ");
  for (const std::string_view word : {"fi\n", "done\n", "esac\n", "}\n"}) after(out, code, word, word);
  return out;
}

/// The line about which bash complains; 0 if it does not.
unsigned judge(const std::string& code) {
  const std::string said = runFile("bash -n", code);
  const size_t at = said.find("line ");
  if (at == std::string::npos) return 0;
  // bash only warns about a here-document without an end, and says where it began.
  const size_t document = said.find("here-document at line ");
  if (document != std::string::npos) return static_cast<unsigned>(std::stoul(said.substr(document + 22)));
  return static_cast<unsigned>(std::stoul(said.substr(at + 5)));
}

/// Where the construct begins whose end was removed; the place of the change if it was another part.
uint32_t openerOf(std::string_view code, const Mutant& mutant) {
  const ShellScript script = readShell(code);
  std::vector<Leaf> leaves = script.tokens;
  leaves.insert(leaves.end(), script.pieces.begin(), script.pieces.end());
  std::stable_sort(leaves.begin(), leaves.end(),
                   [](const Leaf& a, const Leaf& b) { return a.range.begin < b.range.begin; });
  static const std::map<std::string_view, std::string_view> kClosers = {
      {"if", "fi"}, {"while", "done"}, {"until", "done"}, {"for", "done"}, {"select", "done"}, {"case", "esac"},
      {"{", "}"},   {"${", "}"},       {"$(", ")"},       {"(", ")"},      {"((", "))"},       {"[[", "]]"}};
  std::vector<std::pair<std::string_view, uint32_t>> open;
  for (const Leaf& leaf : leaves) {
    const bool closes = !open.empty() && open.back().first == leaf.kind;
    if (closes && leaf.range.begin == mutant.at) return open.back().second;
    if (closes) {
      open.pop_back();
    } else if (leaf.kind == "\"" || leaf.kind == "`") {
      open.emplace_back(leaf.kind, leaf.range.begin);
    } else if (const auto closer = kClosers.find(leaf.kind); closer != kClosers.end()) {
      open.emplace_back(closer->second, leaf.range.begin);
    }
  }
  return mutant.at;
}

TEST(ShellMutations, AreReportedWhereBashReportsThem) {
  unsigned reported = 0;
  unsigned exact = 0;
  unsigned quiet = 0;
  for (const std::string_view code : kScripts) {
    for (const Mutant& mutant : mutants(code)) {
      const unsigned line = judge(mutant.code);
      const ShellScript script = readShell(mutant.code);
      if (line == 0) {
        EXPECT_TRUE(script.errors.empty()) << "false alarm: " << mutant.what << "\n" << mutant.code;
        continue;
      }
      if (script.errors.empty()) {
        ++quiet;
        std::printf("not reported: %s, line %u\n", mutant.what.c_str(), line);
        continue;
      }
      ++reported;
      const ShellError& error = script.errors.front();
      const Place place = placeOf(mutant.code, error.range.begin);
      const bool opener = !mutant.removed.empty() && error.range.begin == openerOf(code, mutant);
      // Where bash names the end of the script, ours is what is open, or what needs something after it.
      const bool open = error.kind != ShellErrorKind::UnexpectedToken &&
                        error.kind != ShellErrorKind::UnexpectedKeyword &&
                        error.kind != ShellErrorKind::UnexpectedParenthesis;
      const bool end = open && line + 1 >= placeOf(mutant.code, static_cast<uint32_t>(mutant.code.size())).line;
      exact += opener || end || place.line == line ? 1 : 0;
      EXPECT_TRUE(opener || end || place.line == line)
          << mutant.what << " at line " << placeOf(code, mutant.at).line << ": we " << place.line << ":" << place.column
          << ", bash " << line << "\n"
          << mutant.code;
    }
  }
  std::printf("%u mistakes reported, %u at the right place, %u not reported\n", reported, exact, quiet);
  EXPECT_GE(reported, 200U);
  EXPECT_EQ(quiet, 0U);
}

}  // namespace
}  // namespace mlpc::embedded
