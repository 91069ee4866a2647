#include <algorithm>
#include <array>
#include <unordered_set>

#include "code/bodies.h"
#include "code/python_modules.h"
#include "code/python_types.h"
#include "code/python_values.h"
#include "mlpc/diag/components.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/python.h"
#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/python_names.h"
#include "mlpc/support/text.h"

namespace mlpc::sema {

using embedded::CodeText;
using embedded::kPlaceholderByte;
using embedded::Node;
using embedded::PythonCall;
using embedded::PythonCode;
using embedded::PythonError;
using embedded::PythonErrorKind;
using embedded::PythonFunction;
using embedded::PythonImport;
using embedded::PythonParameter;
using embedded::PythonReturn;
using embedded::Range;

namespace {

/// Of `a if b else c` in each other, what is followed.
constexpr unsigned kDeepestCondition = 16;

/// A python fence or file, with its structure and the way to the source.
class PythonChecker {
 public:
  PythonChecker(const BodyContext& context, const PythonBody& body, const CodeText& code)
      : context_(context), file_(context.file), body_(body), code_(code), python_(code.text()), tree_(file_.tree) {}

  void placeholders();
  void syntax();
  /// What the statements of the function give, and whether they do.
  void returns(Node body);
  void returns() { returns(python_.root()); }
  void imports(bool module);
  void names(bool module);
  void function(const syntax::CodeStmt& code);
  [[nodiscard]] bool broken() const { return python_.broken(); }

 private:
  [[nodiscard]] source::Span span(Range range) const { return code_.span(range.begin, range.end); }
  [[nodiscard]] std::string_view componentName() const { return file_.program.symbols[body_.component].name; }
  [[nodiscard]] bool plainImage() const;
  [[nodiscard]] std::vector<const Field*> returned() const;
  void outputsCall(const PythonCall& call, const std::vector<const Field*>& fields);
  void returnedType(const PythonReturn& statement, const std::vector<const Field*>& fields);

  const BodyContext& context_;
  FileContext& file_;
  const PythonBody& body_;
  const CodeText& code_;
  PythonCode python_;
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
        // Inside quotes the name alone would be text; only outside them the change is mechanical.
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

void PythonChecker::syntax() {
  if (python_.tree().unread()) file_.diags.report(code_.whole(), diag::codeUnread);
  for (const PythonError& error : python_.errors()) {
    const source::Span at = span(error.range);
    const std::string_view text = python_.text(error.range);
    switch (error.kind) {
      case PythonErrorKind::UnterminatedString: file_.diags.report(at, diag::pythonString); break;
      case PythonErrorKind::UnclosedBracket: file_.diags.report(at, diag::pythonBracket, text); break;
      case PythonErrorKind::UnexpectedBracket: file_.diags.report(at, diag::pythonStrayBracket, text); break;
      case PythonErrorKind::MismatchedBracket: {
        const std::string_view open = code_.text().substr(error.other, 1);
        file_.diags.report(at, diag::pythonWrongBracket, text)
            .note(span({error.other, error.other + 1}), diag::bracketOpenedHere, open);
        break;
      }
      case PythonErrorKind::InconsistentDedent: file_.diags.report(at, diag::pythonDedent); break;
      case PythonErrorKind::UnexpectedIndent: file_.diags.report(at, diag::pythonUnexpectedIndent); break;
      case PythonErrorKind::MissingIndent: file_.diags.report(at, diag::pythonIndent); break;
      case PythonErrorKind::MixedIndent: file_.diags.report(at, diag::pythonMixedIndent); break;
      case PythonErrorKind::BadCharacter: file_.diags.report(at, diag::pythonCharacter, text); break;
      case PythonErrorKind::Import: file_.diags.report(at, diag::pythonImport, diag::Phrase(error.reason)); break;
      case PythonErrorKind::UnexpectedToken: file_.diags.report(at, diag::pythonUnexpected, text); break;
      case PythonErrorKind::LineTooShort: file_.diags.report(at, diag::pythonIncomplete, text); break;
      case PythonErrorKind::MissingColon: file_.diags.report(at, diag::pythonColon, text); break;
      case PythonErrorKind::PrintStatement: file_.diags.report(at, diag::pythonTwo, text); break;
    }
  }
}

/// The outputs that the code returns: parameters, and the one without a name.
std::vector<const Field*> PythonChecker::returned() const {
  std::vector<const Field*> out;
  for (const Field& output : body_.signature->outputs) {
    if (!body_.namedOutputs || !isArtifactType(file_.types, output.type)) out.push_back(&output);
  }
  return out;
}

void PythonChecker::outputsCall(const PythonCall& call, const std::vector<const Field*>& fields) {
  if (call.spread) return;
  if (call.positional != 0) file_.diags.report(span(call.range), diag::outputsPositional);
  std::vector<std::string> names;
  for (const Field* field : fields) names.emplace_back(field->name);
  for (const auto& [name, range, string] : call.keywords) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    auto report = file_.diags.report(span(range), diag::outputsField, name);
    const auto& outputs = body_.signature->outputs;
    const auto it =
        std::find_if(outputs.begin(), outputs.end(), [name = name](const Field& f) { return f.name == name; });
    if (it != outputs.end()) {
      report.note(it->span, diag::artifactIsFilled, name);
    } else if (const auto close = support::closest(name, names)) {
      report.note(span(range), diag::didYouMean, *close).fix("rename the field", false, {{span(range), *close}});
    }
  }
  if (call.positional != 0) return;
  std::vector<std::string> missing;
  for (const Field* field : fields) {
    const bool given =
        std::any_of(call.keywords.begin(), call.keywords.end(), [&](const auto& k) { return k.name == field->name; });
    // What was only misspelt does not lack as well.
    const bool misspelt = std::any_of(call.keywords.begin(), call.keywords.end(), [&](const auto& k) {
      return std::find(names.begin(), names.end(), k.name) == names.end() &&
             support::closest(k.name, names) == field->name;
    });
    if (!given && !misspelt) missing.emplace_back(field->name);
  }
  if (!missing.empty()) file_.diags.report(span(call.range), diag::outputsMissing, diag::OneOf(missing, " and "));
}

/// The values whose kind the text tells: the one that is returned, or the fields of `Outputs(…)`.
void PythonChecker::returnedType(const PythonReturn& statement, const std::vector<const Field*>& fields) {
  const TypeStore& types = file_.types;
  PythonKnown known;
  for (const Field& input : body_.signature->parameters) {
    if (const auto value = pythonValueOf(types, input.type)) known.emplace(input.name, *value);
  }
  const auto check = [&](const auto& self, Node expression, const Field& field, unsigned depth = 0) -> void {
    while (expression.is("parenthesized_expression") && expression.parts().size() == 1)
      expression = expression.parts().front();
    if (expression.is("conditional_expression")) {
      const std::vector<Node> parts = expression.parts();
      if (depth == kDeepestCondition || parts.size() != 3) return;
      self(self, parts[0], field, depth + 1);
      self(self, parts[2], field, depth + 1);
      return;
    }
    const auto value = pythonValue(python_, expression, known);
    if (!value || isErrorType(types, field.type) || fitsPythonOutput(types, field.type, *value)) return;
    const std::string which = body_.namedOutputs ? " `" + std::string(field.name) + '`' : std::string();
    file_.diags
        .report(span(expression.range()), diag::returnType, diag::Phrase(describePythonValue(*value)),
                diag::Phrase(which), file_.nameOf(field.type))
        .note(field.span, diag::declaredHere, body_.namedOutputs ? field.name : std::string_view("Output"));
  };
  if (!body_.namedOutputs) {
    check(check, statement.value, *fields.front());
    return;
  }
  if (!statement.value.is("call") || statement.value.child("function").text() != "Outputs") return;
  for (const Node argument : statement.value.child("arguments").parts()) {
    if (!argument.is("keyword_argument")) continue;
    for (const Field* field : fields) {
      if (field->name == argument.child("name").text()) check(check, argument.child("value"), *field);
    }
  }
}

void PythonChecker::returns(Node body) {
  const std::vector<const Field*> fields = returned();
  const std::vector<PythonReturn> found = python_.returns(body);
  const std::vector<PythonCall> calls = python_.calls();
  const auto isOutputs = [](const PythonCall& call) { return call.callee == "Outputs"; };
  if (fields.empty()) {
    for (const PythonReturn& r : found) {
      if (!r.value || r.value.text() == "None") continue;
      auto report = file_.diags.report(span(r.value.range()), diag::returnUnwanted, componentName());
      if (!body_.signature->outputs.empty()) {
        report.note(body_.signature->outputs.front().span, diag::artifactIsFilled,
                    body_.signature->outputs.front().name);
      }
    }
    return;
  }
  bool any = false;
  for (const PythonReturn& r : found) any = any || r.value;
  const bool ends = !python_.fallsThrough(body);
  if (!any) {
    // A body that only raises or exits never needs to return.
    if (ends && found.empty()) return;
    const source::Span at = body_.signature->outputs.front().span;
    file_.diags.report(at, diag::returnMissing, componentName(),
                       fields.front()->name == "Output" && !body_.namedOutputs
                           ? std::string_view("its output")
                           : std::string_view(fields.front()->name));
    return;
  }
  for (const PythonReturn& r : found) {
    if (!r.value) file_.diags.report(span(r.keyword), diag::returnMissing, componentName(), fields.front()->name);
  }
  if (!ends) {
    file_.diags.report(span(python_.lastHead(body)), diag::returnMayBeMissed);
  }
  for (const PythonReturn& r : found) {
    if (r.value) returnedType(r, fields);
  }
  if (!body_.namedOutputs) return;
  bool usesOutputs = false;
  for (const PythonCall& call : calls) {
    if (!isOutputs(call)) continue;
    usesOutputs = true;
    outputsCall(call, fields);
  }
  if (!usesOutputs) {
    std::string example;
    for (const Field* field : fields) {
      if (!example.empty()) example += ", ";
      example += field->name;
      example += "=…";
    }
    for (const PythonReturn& r : found) {
      if (r.value) file_.diags.report(span(r.value.range()), diag::returnNeedsOutputs, example);
    }
  }
}

/// Whether the image is known to hold nothing but Python: the default one, or an official one.
bool PythonChecker::plainImage() const {
  const syntax::ExprId image = settingValue(tree_, *body_.block, "image");
  if (!image) return true;
  const auto text = constantText(file_, image);
  if (!text) return false;
  std::string_view name = *text;
  for (const std::string_view prefix : {"docker.io/", "library/"}) {
    if (name.substr(0, prefix.size()) == prefix) name.remove_prefix(prefix.size());
  }
  return name.substr(0, 7) == "python:" || name.find("ubi8/python-") != std::string_view::npos ||
         name.find("ubi9/python-") != std::string_view::npos;
}

void PythonChecker::imports(bool module) {
  if (!plainImage()) return;
  std::vector<std::string> packages;
  const syntax::ExprId list = settingValue(tree_, *body_.block, "packages");
  if (list) {
    const auto value = file_.constant(list);
    const auto* items = value ? value->as<support::Constant::List>() : nullptr;
    if (items == nullptr) return;
    for (const support::Constant& item : *items) {
      const auto* text = item.as<std::string>();
      if (text == nullptr) return;
      std::string name = pythonRequirementName(*text);
      if (name.empty()) return;  // a URL or a path: it may bring anything
      packages.push_back(std::move(name));
    }
  }
  const syntax::ExprId kfp = settingValue(tree_, *body_.block, "install_kfp");
  bool withKfp = true;
  if (kfp) {
    if (const auto value = file_.constant(kfp)) {
      if (const auto* flag = value->as<bool>()) withKfp = *flag;
    }
  }
  std::unordered_set<std::string_view> local;
  if (module) {
    for (const PythonFunction& f : python_.functions()) local.insert(f.name);
  }
  std::unordered_set<std::string_view> told;
  for (const PythonImport& import : python_.imports()) {
    if (import.module.empty() || import.guarded) continue;
    const std::string_view top = import.module.substr(0, import.module.find('.'));
    if (embedded::isPythonStandardModule(top) || top.find(kPlaceholderByte) != std::string_view::npos ||
        local.count(top) != 0)
      continue;
    if (withKfp && (top == "kfp" || top == "typing_extensions")) continue;
    if (top == "pip" || top == "setuptools" || top == "wheel") continue;  // in the images
    // That the first SDK should go has been said; to install it is no advice.
    if (import.module.starts_with("azureml.core") || import.module.starts_with("azureml.train")) continue;
    const std::vector<std::string> from = pythonPackagesOf(import.module);
    const bool installed = std::any_of(packages.begin(), packages.end(), [&](const std::string& package) {
      return std::find(from.begin(), from.end(), package) != from.end() || pythonPackageBrings(package, top);
    });
    if (installed || !told.insert(top).second) continue;
    file_.diags.report(span(import.range), diag::moduleNotInstalled, top, from.front());
  }
}

void PythonChecker::names(bool module) {
  std::unordered_set<std::string> known;
  for (const std::string_view name : embedded::executorNames()) known.emplace(name);
  known.emplace("Outputs");
  if (settingValue(tree_, *body_.block, "embed")) known.emplace("embedded");
  if (!module) {
    for (const Field& field : body_.signature->parameters) known.emplace(field.name);
    if (body_.namedOutputs) {
      for (const Field& field : body_.signature->outputs) {
        if (isArtifactType(file_.types, field.type)) known.emplace(field.name);
      }
    }
  }
  const std::vector<std::string> candidates(known.begin(), known.end());
  for (const Range& range : python_.undefinedNames(known)) {
    const std::string_view name = python_.text(range);
    const auto& outputs = body_.signature->outputs;
    const auto it = std::find_if(outputs.begin(), outputs.end(), [&](const Field& f) { return f.name == name; });
    auto report = file_.diags.report(span(range), diag::pythonUndefined, name);
    if (!module && body_.namedOutputs && it != outputs.end()) {
      report.note(it->span, diag::parameterIsReturned, name);
    } else if (const auto close = support::closest(name, candidates)) {
      report.note(span(range), diag::didYouMean, *close);
    }
  }
  // Placeholders of pipelines reach a body only as text that nobody replaces.
  for (const Range& name : python_.names()) {
    const std::string_view word = python_.text(name);
    const bool placeholder = word.size() > 12 && word.substr(word.size() - 12) == "_PLACEHOLDER" &&
                             (word.substr(0, 9) == "PIPELINE_" || word == "RUN_ID_PLACEHOLDER");
    if (placeholder) file_.diags.report(span(name), diag::propertyInBody, word);
  }
}

void PythonChecker::function(const syntax::CodeStmt& code) {
  const syntax::ExprId entrySetting = settingValue(tree_, *body_.block, "entry");
  const auto entry = constantText(file_, entrySetting);
  if (entrySetting && !entry) return;
  const std::string name = entry ? *entry : std::string(componentName());
  const std::vector<PythonFunction> functions = python_.functions();
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const PythonFunction& f) { return f.name == name; });
  if (found == functions.end()) {
    // A file may be a stand-in for one that comes later.
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
  // The named outputs of a module are a class of its own.
  if (!body_.namedOutputs && !body_.signature->outputs.empty()) returns(found->body);
  if (!std::get<syntax::ComponentDecl>(tree_.decls[file_.program.symbols[body_.component].decl].node).hasParameters)
    return;
  // Each input and each artifact output is a parameter; the order is free.
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
      // What is packed into the component comes from no task.
      const bool embedded = parameter.annotation.text().find("EmbeddedInput[") != std::string_view::npos;
      if (!parameter.defaultValue && !embedded)
        file_.diags.report(span(parameter.name), diag::functionExtra, parameterName);
      continue;
    }
    if (!parameter.annotation) continue;
    const PythonPort port = portOfAnnotation(file_, context_.names, parameter.annotation.text());
    if (!port.type || isErrorType(types, field->type)) continue;
    // Only what Python and the pipeline would disagree about: the outermost kind.
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

void checkPythonBody(const BodyContext& context, const PythonBody& body, syntax::ExprId fence) {
  const CodeText code(context.file.program.sources, context.file.tree, fence);
  PythonChecker python(context, body, code);
  python.placeholders();
  python.syntax();
  if (python.broken()) return;
  python.returns();
  python.imports(false);
  python.names(false);
}

void checkPythonModule(const BodyContext& context, const PythonBody& body, const syntax::CodeStmt& statement) {
  const syntax::Tree& tree = context.file.tree;
  if (std::holds_alternative<syntax::FenceExpr>(tree.exprs[statement.body].node)) {
    const CodeText code(context.file.program.sources, tree, statement.body);
    PythonChecker python(context, body, code);
    python.placeholders();
    python.syntax();
    if (python.broken()) return;
    python.function(statement);
    python.imports(true);
    python.names(true);
    return;
  }
  const auto path = constantText(context.file, statement.body);
  if (!path) return;
  const auto text = context.file.fileText(*path);
  if (!text) return;  // lowering, which needs the file, says why it cannot be read
  const CodeText code(*text, spanOf(tree, statement.body));
  PythonChecker python(context, body, code);
  python.syntax();
  if (python.broken()) return;
  python.function(statement);
  python.imports(true);
  python.names(true);
}

}  // namespace mlpc::sema
