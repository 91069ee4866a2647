// Mistakes in good bash scripts are reported where they are.
//
// `bash -n` is the judge, and gives a line: that of the token where it stops or, if it gets to the end of the script,
// the last line or that of the last quote. Ours must be on that line, or exactly (line and column) at the word, bracket
// or quote whose other half was removed: bash never reports that one. What bash accepts must have no error here.

#include <gtest/gtest.h>

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

/// Where the construct begins whose end was removed.
uint32_t openerOf(std::string_view code, const Mutant& mutant) {
  const SyntaxTree tree(Language::Bash, code);
  Node node = tree.at(mutant.at);
  while (node.parent() && node.range().begin == mutant.at && node.range().end == mutant.at + mutant.removed.size())
    node = node.parent();
  // `do … done` is a group of its own inside the loop.
  if (node.is("do_group")) node = node.parent();
  return node.range().begin;
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
      const Place place = placeOf(mutant.code, script.errors.front().range.begin);
      const bool opener = !mutant.removed.empty() && script.errors.front().range.begin == openerOf(code, mutant);
      exact += opener || place.line == line ? 1 : 0;
      EXPECT_TRUE(opener || place.line == line)
          << mutant.what << " at line " << placeOf(code, mutant.at).line << ": we " << place.line << ":" << place.column
          << ", bash " << line << "\n"
          << mutant.code;
    }
  }
  std::printf("%u mistakes reported, %u at the right place, %u not reported\n", reported, exact, quiet);
  EXPECT_GE(reported, 100U);
  // Nothing is reported about what the grammar does not understand, since it may be right.
  EXPECT_LE(quiet * 20, reported);
}

}  // namespace
}  // namespace mlpc::embedded
