// Syntax of PowerShell scripts: quotes, here-strings, comments, brackets, and what must follow a word.
#include "facts/fences.h"
#include "mlpc/diag/python.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/embedded/powershell_script.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::scripts {

namespace {

using embedded::PowerShellError;
using embedded::PowerShellErrorKind;

void tell(const embedded::CodeText& code, const PowerShellError& error, Context& context) {
  const source::Span at = code.span(error.range.begin, error.range.end);
  const std::string_view text = code.text().substr(error.range.begin, error.range.end - error.range.begin);
  switch (error.kind) {
    case PowerShellErrorKind::Unclosed: context.report(at, diag::powershellOpen, text); break;
    case PowerShellErrorKind::Unexpected: context.report(at, diag::powershellUnexpected, text); break;
    case PowerShellErrorKind::Mismatched: {
      // `@(` and `$(` are one bracket.
      const char first = code.text()[error.other];
      const uint32_t length = first == '@' || first == '$' ? 2 : 1;
      context.report(at, diag::powershellUnexpected, text)
          .note(code.span(error.other, error.other + length), diag::bracketOpenedHere,
                code.text().substr(error.other, length));
      break;
    }
    case PowerShellErrorKind::MissingParenthesis: context.report(at, diag::powershellIncomplete, "("); break;
    case PowerShellErrorKind::MissingBlock: context.report(at, diag::powershellIncomplete, "{"); break;
  }
}

void findPowerShellErrors(const File& file, Context& context) {
  eachFence(file, {Language::Pwsh, Language::Powershell}, [&](syntax::ExprId fence) {
    const embedded::CodeText code = file.code().text(fence);
    for (const PowerShellError& error : embedded::readPowerShell(code.text()).errors) tell(code, error, context);
  });
}

}  // namespace

extern constinit const Rule powershellOpen{
    .name = "powershell-open",
    .category = Category::Scripts,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::powershellOpen.record, &diag::powershellUnexpected.record, &diag::powershellIncomplete.record},
    .first = true,
    .file = findPowerShellErrors,
};

}  // namespace mlpc::rules::scripts
