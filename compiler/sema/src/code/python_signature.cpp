#include "code/python_signature.h"

#include <algorithm>
#include <charconv>

#include "code/bodies.h"
#include "code/python_types.h"
#include "mlpc/diag/python.h"
#include "mlpc/embedded/python_code.h"

namespace mlpc::sema {

using embedded::CodeText;
using embedded::Node;
using embedded::PythonCode;
using embedded::PythonFunction;
using embedded::PythonParameter;

namespace {

/// In a string of Python: what makes it another text than is written.
constexpr std::string_view kEscapeOrPlaceholder("\\\x01", 2);

/// A literal of Python as a constant of mlp, if it is one that both have.
std::optional<support::Constant> constantOfPython(Node literal) {
  if (literal.is("true") || literal.is("false")) return support::Constant(literal.is("true"));
  const std::string_view text = literal.text();
  if (embedded::isPlainPythonString(literal)) {
    const std::string_view body = embedded::pythonString(literal);
    if (body.find_first_of(kEscapeOrPlaceholder) != std::string_view::npos) return std::nullopt;
    return support::Constant(body);
  }
  if (literal.is("integer")) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return support::Constant(value);
  }
  if (literal.is("float")) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return support::Constant(value);
  }
  return std::nullopt;
}

}  // namespace

bool signatureFromCode(FileContext& file, Names& names, SymbolId symbol, Signature& signature) {
  const syntax::Tree& tree = file.tree;
  const syntax::DeclId declId = file.program.symbols[symbol].decl;
  const auto& component = std::get<syntax::ComponentDecl>(tree.decls[declId].node);
  const std::string_view componentName = tree.decls[declId].name.text;
  const syntax::CodeStmt* code = nullptr;
  for (const syntax::StmtId id : component.body.statements) {
    const auto* found = std::get_if<syntax::CodeStmt>(&tree.stmts[id].node);
    if (found != nullptr && code == nullptr) code = found;
  }
  const bool fence = code != nullptr && std::holds_alternative<syntax::FenceExpr>(tree.exprs[code->body].node);
  if (code == nullptr || code->language.text != "python" || (fence && !code->module)) {
    // A component without inputs may leave the parentheses out.
    return true;
  }
  const auto entry = constantText(file, settingValue(tree, component.body, "entry"));
  const std::string function = entry ? *entry : std::string(componentName);
  std::optional<CodeText> text;
  if (fence) {
    text.emplace(file.program.sources, tree, code->body);
  } else {
    const auto* path = std::get_if<syntax::StringExpr>(&tree.exprs[code->body].node);
    const auto* part =
        path != nullptr && path->parts.size() == 1 ? std::get_if<syntax::TextPart>(&path->parts.front()) : nullptr;
    if (part == nullptr) return true;
    auto content = file.fileText(std::string(part->text));
    if (!content) return true;  // lowering, which needs it, says why it cannot be read
    text.emplace(std::move(*content), tree.exprs[code->body].span);
  }
  const PythonCode python(text->text());
  if (python.broken() || !python.errors().empty()) return false;  // told when the body is checked
  const std::vector<PythonFunction> functions = python.functions();
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const PythonFunction& f) { return f.name == function; });
  if (found == functions.end()) return false;  // likewise
  bool whole = true;
  for (const PythonParameter& parameter : found->parameters) {
    if (parameter.star) continue;
    const std::string_view name = python.text(parameter.name);
    const source::Span at = text->span(parameter.name.begin, parameter.name.end);
    if (!parameter.annotation) {
      file.diags.report(at, diag::annotationMissing, name);
      whole = false;
      continue;
    }
    const std::string_view annotation = parameter.annotation.text();
    const PythonPort port = portOfAnnotation(file, names, annotation);
    if (!port.type) {
      const embedded::Range where = parameter.annotation.range();
      file.diags.report(text->span(where.begin, where.end), diag::annotationUnknown, annotation);
      whole = false;
      continue;
    }
    Field field;
    field.name = file.tables.keep(std::string(name));
    field.type = port.type;
    field.span = at;
    field.optional = parameter.defaultValue || file.types[port.type].kind == TypeKind::Optional ||
                     file.types[port.type].kind == TypeKind::FinalStatus ||
                     file.types[port.type].kind == TypeKind::TaskConfig;
    if (parameter.defaultValue) {
      field.codeDefault = constantOfPython(parameter.defaultValue);
      if (parameter.defaultValue.is("none")) field.type = file.types.optional(field.type);
    }
    (port.output ? signature.outputs : signature.parameters).push_back(std::move(field));
  }
  std::vector<Field> returned;
  bool unnamed = false;
  if (found->returns) {
    const embedded::Range where = found->returns.range();
    if (!outputsOfAnnotation(file, names, found->returns.text(), returned, unnamed)) {
      file.diags.report(text->span(where.begin, where.end), diag::annotationUnknown, found->returns.text());
      whole = false;
    }
    for (Field& field : returned) {
      field.span = text->span(where.begin, where.end);
      signature.outputs.push_back(std::move(field));
    }
  }
  signature.unnamedOutput = unnamed && signature.outputs.size() == 1;
  return whole;
}

}  // namespace mlpc::sema
