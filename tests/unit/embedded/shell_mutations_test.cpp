// Mistakes made in good bash scripts are told where they are.
//
// The judge is `bash -n`, which gives a line: that of the token where it stops, or, where it comes to the end of the
// script, the last one or that of the last quote. Ours must be on that line, or exactly (line and column) at the word,
// bracket or quote whose other half was taken away: bash never names that one. What bash takes must have no error here.

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

/// With what follows `token` on its line kept: only whole words.
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

/// The line that bash complains about; 0 if it does not.
unsigned judge(const std::string& code) {
  const std::string said = runFile("bash -n", code);
  const size_t at = said.find("line ");
  if (at == std::string::npos) return 0;
  // bash only warns of a here-document without an end, and says where that began.
  const size_t document = said.find("here-document at line ");
  if (document != std::string::npos) return static_cast<unsigned>(std::stoul(said.substr(document + 22)));
  return static_cast<unsigned>(std::stoul(said.substr(at + 5)));
}

/// Where the construct begins that ends with what was taken away.
uint32_t openerOf(std::string_view code, const Mutant& mutant) {
  const SyntaxTree tree(Language::Bash, code);
  Node node = tree.at(mutant.at);
  while (node.parent() && node.range().begin == mutant.at && node.range().end == mutant.at + mutant.removed.size())
    node = node.parent();
  // `do … done` is a group of its own in the loop.
  if (node.is("do_group")) node = node.parent();
  return node.range().begin;
}

TEST(ShellMutations, AreToldWhereBashTellsThem) {
  unsigned told = 0;
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
        std::printf("not told: %s, line %u\n", mutant.what.c_str(), line);
        continue;
      }
      ++told;
      const Place place = placeOf(mutant.code, script.errors.front().range.begin);
      const bool opener = !mutant.removed.empty() && script.errors.front().range.begin == openerOf(code, mutant);
      exact += opener || place.line == line ? 1 : 0;
      EXPECT_TRUE(opener || place.line == line)
          << mutant.what << " at line " << placeOf(code, mutant.at).line << ": we " << place.line << ":" << place.column
          << ", bash " << line << "\n"
          << mutant.code;
    }
  }
  std::printf("%u mistakes told, %u at the right place, %u not told\n", told, exact, quiet);
  EXPECT_GE(told, 100U);
  // Of what the grammar does not understand nothing is told, for it may be right.
  EXPECT_LE(quiet * 20, told);
}

}  // namespace
}  // namespace mlpc::embedded
