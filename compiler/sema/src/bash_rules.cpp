#include "azure_rules.h"
#include "bash_lexer.h"
#include "bodies.h"
#include "mlpc/diag/scripts.h"

namespace mlpc::sema {

BashScript checkBashSyntax(Checker& checker, const CodeText& code) {
  BashScript script = readBash(code.text());
  for (const BashError& error : script.errors) {
    const source::Span at = code.span(error.range.begin, error.range.end);
    const std::string_view text = code.text().substr(error.range.begin, error.range.end - error.range.begin);
    switch (error.kind) {
      case BashErrorKind::UnterminatedQuote: checker.diags.report(at, diag::bashQuote); break;
      case BashErrorKind::UnterminatedSubstitution: checker.diags.report(at, diag::bashOpen, text); break;
      case BashErrorKind::UnclosedParenthesis: checker.diags.report(at, diag::bashOpen, text); break;
      case BashErrorKind::UnterminatedHereDocument: checker.diags.report(at, diag::hereDocument, text); break;
      case BashErrorKind::UnclosedKeyword: checker.diags.report(at, diag::bashOpen, text); break;
      case BashErrorKind::UnexpectedKeyword: checker.diags.report(at, diag::bashUnexpected, text); break;
      case BashErrorKind::UnexpectedParenthesis: checker.diags.report(at, diag::bashUnexpected, text); break;
    }
  }
  if (!script.errors.empty()) return script;
  for (const BashCommand& command : script.commands) {
    for (const BashWord& word : command.words) {
      for (const BashExpansion& expansion : word.unquoted) {
        if (!expansion.variable) continue;
        const source::Span at = code.span(expansion.range.begin, expansion.range.end);
        const std::string text(code.text().substr(expansion.range.begin, expansion.range.end - expansion.range.begin));
        // `$@` and `$*` are split on purpose as often as not.
        if (text == "$*" || text == "$@" || text.find('[') != std::string::npos) continue;
        auto report = checker.diags.report(at, diag::unquotedVariable, text);
        if (word.range.begin == expansion.range.begin && word.range.end == expansion.range.end) {
          report.fix("put it in double quotes", false, {{at, "\"" + text + "\""}});
        }
      }
    }
  }
  return script;
}

}  // namespace mlpc::sema
