#include "code/bodies.h"
#include "mlpc/diag/python.h"
#include "mlpc/diag/scripts.h"

namespace mlpc::sema {

embedded::ShellScript checkBashSyntax(FileContext& file, const embedded::CodeText& code) {
  embedded::ShellScript script = embedded::readShell(code.text());
  if (script.unread) file.diags.report(code.whole(), diag::codeUnread);
  for (const embedded::ShellError& error : script.errors) {
    const source::Span at = code.span(error.range.begin, error.range.end);
    const std::string_view text = code.text().substr(error.range.begin, error.range.end - error.range.begin);
    switch (error.kind) {
      case embedded::ShellErrorKind::UnterminatedQuote: file.diags.report(at, diag::bashQuote); break;
      case embedded::ShellErrorKind::UnterminatedSubstitution: file.diags.report(at, diag::bashOpen, text); break;
      case embedded::ShellErrorKind::UnclosedParenthesis: file.diags.report(at, diag::bashOpen, text); break;
      case embedded::ShellErrorKind::UnterminatedHereDocument: file.diags.report(at, diag::hereDocument, text); break;
      case embedded::ShellErrorKind::UnclosedKeyword: file.diags.report(at, diag::bashOpen, text); break;
      case embedded::ShellErrorKind::UnexpectedKeyword: file.diags.report(at, diag::bashUnexpected, text); break;
      case embedded::ShellErrorKind::UnexpectedParenthesis: file.diags.report(at, diag::bashUnexpected, text); break;
      case embedded::ShellErrorKind::UnexpectedToken: file.diags.report(at, diag::bashToken, text); break;
    }
  }
  if (!script.errors.empty()) return script;
  for (const embedded::ShellCommand& command : script.commands) {
    for (const embedded::ShellWord& word : command.words) {
      for (const embedded::ShellExpansion& expansion : word.unquoted) {
        if (!expansion.variable) continue;
        const source::Span at = code.span(expansion.range.begin, expansion.range.end);
        const std::string text(code.text().substr(expansion.range.begin, expansion.range.end - expansion.range.begin));
        // `$@` and `$*` are split on purpose as often as not.
        if (text == "$*" || text == "$@" || text.find('[') != std::string::npos) continue;
        auto report = file.diags.report(at, diag::unquotedVariable, text);
        if (word.range.begin == expansion.range.begin && word.range.end == expansion.range.end) {
          report.fix("put it in double quotes", false, {{at, "\"" + text + "\""}});
        }
      }
    }
  }
  return script;
}

}  // namespace mlpc::sema
