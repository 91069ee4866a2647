// Syntax of Python: in components, in fences elsewhere, in commands.
#include "facts/python_code.h"
#include "mlpc/diag/python.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::python {

namespace {

using embedded::PythonError;
using embedded::PythonErrorKind;
using embedded::PythonFence;

void tell(const PythonFence& python, const PythonError& error, Context& context) {
  const source::Span at = python.text.span(error.range.begin, error.range.end);
  const std::string_view text = python.code->text(error.range);
  switch (error.kind) {
    case PythonErrorKind::UnterminatedString: context.report(at, diag::pythonString); break;
    case PythonErrorKind::UnclosedBracket: context.report(at, diag::pythonBracket, text); break;
    case PythonErrorKind::UnexpectedBracket: context.report(at, diag::pythonStrayBracket, text); break;
    case PythonErrorKind::MismatchedBracket: {
      const embedded::Range open{error.other, error.other + 1};
      context.report(at, diag::pythonWrongBracket, text)
          .note(python.text.span(open.begin, open.end), diag::bracketOpenedHere,
                python.text.text().substr(open.begin, 1));
      break;
    }
    case PythonErrorKind::InconsistentDedent: context.report(at, diag::pythonDedent); break;
    case PythonErrorKind::UnexpectedIndent: context.report(at, diag::pythonUnexpectedIndent); break;
    case PythonErrorKind::MissingIndent: context.report(at, diag::pythonIndent); break;
    case PythonErrorKind::MixedIndent: context.report(at, diag::pythonMixedIndent); break;
    case PythonErrorKind::BadCharacter: context.report(at, diag::pythonCharacter, text); break;
    case PythonErrorKind::Import: context.report(at, diag::pythonImport, diag::Phrase(error.reason)); break;
    case PythonErrorKind::UnexpectedToken: context.report(at, diag::pythonUnexpected, text); break;
    case PythonErrorKind::LineTooShort: context.report(at, diag::pythonIncomplete, text); break;
    case PythonErrorKind::MissingColon: context.report(at, diag::pythonColon, text); break;
    case PythonErrorKind::MissingExcept:
      context.report(at, diag::pythonTry).note(python.text.span(error.other, error.other + 3), diag::tryHere);
      break;
    case PythonErrorKind::PrintStatement: context.report(at, diag::pythonTwo, text); break;
  }
}

void findPythonErrors(const File& file, Context& context) {
  for (const PythonFence* python : allPythonOf(file)) {
    for (const PythonError& error : python->code->errors()) tell(*python, error, context);
  }
}

}  // namespace

extern constinit const Rule pythonString{
    .name = "python-string",
    .category = Category::Python,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::pythonString.record, &diag::pythonBracket.record, &diag::pythonStrayBracket.record,
                &diag::pythonWrongBracket.record, &diag::pythonDedent.record, &diag::pythonUnexpectedIndent.record,
                &diag::pythonIndent.record, &diag::pythonMixedIndent.record, &diag::pythonCharacter.record,
                &diag::pythonImport.record, &diag::pythonUnexpected.record, &diag::pythonIncomplete.record,
                &diag::pythonColon.record, &diag::pythonTwo.record, &diag::pythonTry.record},
    .first = true,
    .file = findPythonErrors,
};

}  // namespace mlpc::rules::python
