// What a component and its Python say of each other: placeholders, the function, its parameters.

#include "code/python_checks.h"

#include <algorithm>

#include "bodies/shared.h"
#include "code/python_types.h"
#include "mlpc/diag/components.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/python.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/sema/written.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::sema {

using embedded::CodeText;
using embedded::PythonCode;
using embedded::PythonFence;
using embedded::PythonFunction;
using embedded::PythonParameter;
using embedded::Range;
using vocabulary::prelude::ComponentSettings;

namespace {

class PythonChecker {
 public:
  PythonChecker(const BodyContext& context, const PythonBody& body, const PythonFence& fence)
      : context_(context),
        file_(context.file),
        body_(body),
        code_(fence.text),
        python_(*fence.code),
        tree_(file_.tree) {}

  void placeholders();
  void function(const syntax::CodeStmt& code);

 private:
  [[nodiscard]] source::Span span(Range range) const { return code_.span(range.begin, range.end); }
  [[nodiscard]] std::string_view componentName() const { return file_.program.symbols[body_.component].name; }

  const BodyContext& context_;
  FileContext& file_;
  const PythonBody& body_;
  const CodeText& code_;
  const PythonCode& python_;
  const syntax::Tree& tree_;
};

void PythonChecker::placeholders() {
  const Scope* file = &context_.names.fileScope();
  const Scope scope(file, Place::ComponentFence);
  for (const CodeText::Placeholder& placeholder : code_.placeholders()) {
    const syntax::Name* root = rootName(tree_, placeholder.value);
    if (root != nullptr) {
      const auto isPort = [&](const std::vector<Field>& fields) {
        return std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.name == root->text; });
      };
      if (isPort(body_.signature->parameters) || (body_.namedOutputs && isPort(body_.signature->outputs))) {
        const std::string_view written = file_.program.sources.text(spanOf(tree_, placeholder.value));
        // Inside quotes, the name alone would be text, so the change is mechanical only outside them.
        auto report = file_.diags.report(placeholder.span, diag::portInPlaceholder, root->text);
        if (!python_.inString(placeholder.at))
          report.fix("use the local name", true, {{placeholder.span, std::string(written)}});
        continue;
      }
      if (isNamespace(file_, *file, root->text)) {
        file_.diags.report(placeholder.span, diag::propertyInBody,
                           file_.program.sources.text(spanOf(tree_, placeholder.value)));
        continue;
      }
    }
    const TypeId type = context_.expressions.check({scope}, placeholder.value, {});
    const TypeKind kind = file_.types[bareType(file_.types, type)].kind;
    if (kind == TypeKind::SecretKey || kind == TypeKind::Secret) {
      file_.diags.report(placeholder.span, diag::secretInCode);
    }
  }
}

void PythonChecker::function(const syntax::CodeStmt& code) {
  const syntax::ExprId entrySetting = settingValue(tree_, *body_.block, ComponentSettings::Entry);
  const auto entry = constantText(file_, entrySetting);
  if (entrySetting && !entry) return;
  const std::string name = entry ? *entry : std::string(componentName());
  const std::vector<PythonFunction> functions = python_.functions();
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const PythonFunction& f) { return f.name == name; });
  if (found == functions.end()) {
    // A file may be a stand-in for a later one.
    if (functions.empty() && std::holds_alternative<syntax::StringExpr>(tree_.exprs[code.body].node)) {
      file_.diags.report(spanOf(tree_, code.body), diag::fileWithoutFunctions, componentName());
      return;
    }
    const source::Span at = entrySetting ? spanOf(tree_, entrySetting) : file_.program.symbols[body_.component].span;
    auto report = file_.diags.report(at, diag::functionMissing, name);
    std::vector<std::string> names;
    for (const PythonFunction& f : functions) names.emplace_back(f.name);
    if (const auto close = support::closest(name, names)) report.note(at, diag::didYouMean, *close);
    return;
  }
  if (!std::get<syntax::ComponentDecl>(tree_.decls[file_.program.symbols[body_.component].decl].node).hasParameters)
    return;
  // Each input and each artifact output is a parameter; the order does not matter.
  const auto takes = [&](std::string_view port) {
    return std::any_of(found->parameters.begin(), found->parameters.end(),
                       [&](const PythonParameter& p) { return python_.text(p.name) == port; });
  };
  const bool starStar =
      std::any_of(found->parameters.begin(), found->parameters.end(), [](const PythonParameter& p) { return p.star; });
  for (const Field& input : body_.signature->parameters) {
    if (!takes(input.name) && !starStar)
      file_.diags.report(span(found->nameRange), diag::functionParameter, name, input.name)
          .note(input.span, diag::declaredHere, input.name);
  }
  const TypeStore& types = file_.types;
  for (const PythonParameter& parameter : found->parameters) {
    if (parameter.star) continue;
    const std::string_view parameterName = python_.text(parameter.name);
    const auto find = [&](const std::vector<Field>& fields) -> const Field* {
      const auto it =
          std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == parameterName; });
      return it != fields.end() ? &*it : nullptr;
    };
    const Field* field = find(body_.signature->parameters);
    if (field == nullptr) field = find(body_.signature->outputs);
    if (field == nullptr) {
      // What is packed into the component does not come from a task.
      const bool embedded = parameter.annotation.text().find("EmbeddedInput[") != std::string_view::npos;
      if (!parameter.defaultValue && !embedded)
        file_.diags.report(span(parameter.name), diag::functionExtra, parameterName);
      continue;
    }
    if (!parameter.annotation) continue;
    const PythonPort port = portOfAnnotation(file_, context_.names, parameter.annotation.text());
    if (!port.type || isErrorType(types, field->type)) continue;
    // Only where Python and the pipeline would disagree: the outermost kind.
    const TypeId mine = bareType(types, field->type);
    const TypeId theirs = bareType(types, port.type);
    if (!sameAtRuntime(types, theirs, mine)) {
      file_.diags
          .report(span(parameter.annotation.range()), diag::annotationMismatch, parameterName,
                  parameter.annotation.text(), file_.nameOf(field->type))
          .note(field->span, diag::declaredHere, field->name);
    }
  }
}

}  // namespace

void checkPython(const BodyContext& context, const PythonBody& body, const syntax::CodeStmt& statement) {
  FileContext& file = context.file;
  if (std::holds_alternative<syntax::FenceExpr>(file.expr(statement.body).node)) {
    const PythonFence& fence = file.code().python(statement.body);
    PythonChecker python(context, body, fence);
    python.placeholders();
    if (statement.module && !fence.code->broken()) python.function(statement);
    return;
  }
  const auto text = file.codeFile(statement.body);
  if (!text) return;
  const auto read = std::make_shared<const PythonFence>(PythonFence{*text, file.code().python(text->text())});
  file.tables.pythonFiles[statement.body.index()] = read;
  if (!read->code->broken()) PythonChecker(context, body, *read).function(statement);
}

}  // namespace mlpc::sema
