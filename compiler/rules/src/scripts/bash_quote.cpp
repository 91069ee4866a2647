// Syntax of scripts of bash and sh: quotes, brackets, reserved words, here-documents.
#include "mlpc/diag/scripts.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::scripts {

namespace {

using embedded::ShellErrorKind;

void findBashErrors(const File& file, Context& context) {
  for (const embedded::ShellFence* shell : file.scripts()) {
    for (const embedded::ShellError& error : shell->script->errors) {
      const source::Span at = shell->text.span(error.range.begin, error.range.end);
      std::string_view text = shell->text.text().substr(error.range.begin, error.range.end - error.range.begin);
      if (text.find(embedded::kPlaceholderByte) != std::string_view::npos) text = context.world.sources().text(at);
      const std::string_view name = shell->script->shell == embedded::Shell::Bash ? "bash" : "sh";
      switch (error.kind) {
        case ShellErrorKind::UnterminatedQuote: context.report(at, diag::bashQuote); break;
        case ShellErrorKind::UnterminatedSubstitution:
        case ShellErrorKind::UnclosedParenthesis:
        case ShellErrorKind::UnclosedKeyword: context.report(at, diag::bashOpen, text); break;
        case ShellErrorKind::UnterminatedHereDocument: context.report(at, diag::hereDocument, text); break;
        case ShellErrorKind::UnexpectedKeyword:
        case ShellErrorKind::UnexpectedParenthesis: context.report(at, diag::bashUnexpected, text); break;
        case ShellErrorKind::UnexpectedToken: context.report(at, diag::bashToken, name, text); break;
        case ShellErrorKind::Incomplete: context.report(at, diag::bashIncomplete, text, name); break;
      }
    }
  }
}

}  // namespace

extern constinit const Rule bashQuote{
    .name = "bash-quote",
    .category = Category::Scripts,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::bashQuote.record, &diag::bashOpen.record, &diag::hereDocument.record,
                &diag::bashUnexpected.record, &diag::bashToken.record, &diag::bashIncomplete.record},
    .first = true,
    .file = findBashErrors,
};

}  // namespace mlpc::rules::scripts
