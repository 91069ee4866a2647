// Variables that the shell splits at whitespace.
#include "mlpc/diag/scripts.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::scripts {

namespace {

using embedded::ShellCommand;
using embedded::ShellExpansion;
using embedded::ShellWord;

void judgeExpansion(const embedded::CodeText& code, const ShellWord& word, const ShellExpansion& expansion,
                    Context& context) {
  const source::Span at = code.span(expansion.range.begin, expansion.range.end);
  std::string text(code.text().substr(expansion.range.begin, expansion.range.end - expansion.range.begin));
  if (text.find(embedded::kPlaceholderByte) != std::string::npos) text = context.world.sources().text(at);
  // `$@` and `$*` are often split on purpose.
  if (text == "$*" || text == "$@" || text.find('[') != std::string::npos) return;
  auto report = context.report(at, diag::unquotedVariable, text);
  if (word.range == expansion.range) report.fix("put it in double quotes", false, {{at, "\"" + text + "\""}});
}

void findUnquoted(const File& file, Context& context) {
  for (const embedded::ShellFence* shell : file.scripts()) {
    if (!shell->script->errors.empty()) continue;
    for (const ShellCommand& command : shell->script->commands) {
      for (const ShellWord& word : command.words) {
        for (const ShellExpansion& expansion : word.unquoted) {
          if (expansion.variable) judgeExpansion(shell->text, word, expansion, context);
        }
      }
    }
  }
}

}  // namespace

extern constinit const Rule unquotedVariable{
    .name = "unquoted-variable",
    .category = Category::Scripts,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::unquotedVariable.record},
    .file = findUnquoted,
};

}  // namespace mlpc::rules::scripts
