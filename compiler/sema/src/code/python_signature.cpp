#include "code/python_signature.h"

#include <algorithm>

#include "bodies/shared.h"
#include "code/python_types.h"
#include "mlpc/diag/python.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/embedded/python_literal.h"
#include "mlpc/sema/written.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::sema {

using embedded::CodeText;
using embedded::Node;
using embedded::PythonCode;
using embedded::PythonFence;
using embedded::PythonFunction;
using embedded::PythonParameter;
using vocabulary::prelude::ComponentSettings;

namespace {

/// The Python module or file that a component names, or null.
const syntax::CodeStmt* namedCode(const syntax::Tree& tree, const syntax::ComponentDecl& component) {
  for (const syntax::StmtId id : component.body.statements) {
    const auto* code = std::get_if<syntax::CodeStmt>(&tree.stmts[id].node);
    if (code == nullptr) continue;
    const bool fence = std::holds_alternative<syntax::FenceExpr>(tree.exprs[code->body].node);
    return is(code->language.text, vocabulary::Language::Python) && (!fence || code->module) ? code : nullptr;
  }
  return nullptr;
}

std::optional<PythonFence> codeOf(FileContext& file, const syntax::CodeStmt& code) {
  const syntax::ExprNode& body = file.expr(code.body).node;
  if (std::holds_alternative<syntax::FenceExpr>(body)) return file.code().python(code.body);
  const auto* path = std::get_if<syntax::StringExpr>(&body);
  const bool plain = path != nullptr && path->parts.size() == 1;
  auto text = plain ? file.codeFile(code.body) : std::nullopt;
  if (!text) return std::nullopt;
  std::shared_ptr<const PythonCode> read = file.code().python(text->text());
  return PythonFence{std::move(*text), std::move(read)};
}

/// Adds the input or output that a parameter is. False after a complaint.
bool addPort(FileContext& file, Names& names, const PythonFence& read, const PythonParameter& parameter,
             Signature& signature) {
  const CodeText& text = read.text;
  const std::string_view name = read.code->text(parameter.name);
  const source::Span at = text.span(parameter.name.begin, parameter.name.end);
  if (!parameter.annotation) {
    file.diags.report(at, diag::annotationMissing, name);
    return false;
  }
  const std::string_view annotation = parameter.annotation.text();
  const PythonPort port = portOfAnnotation(file, names, annotation);
  if (!port.type) {
    const embedded::Range where = parameter.annotation.range();
    file.diags.report(text.span(where.begin, where.end), diag::annotationUnknown, annotation);
    return false;
  }
  const TypeKind kind = file.kind(port.type);
  Field field;
  field.name = file.tables.keep(std::string(name));
  field.type = port.type;
  field.span = at;
  field.optional = parameter.defaultValue || kind == TypeKind::Optional || kind == TypeKind::FinalStatus ||
                   kind == TypeKind::TaskConfig;
  if (parameter.defaultValue) {
    field.constantDefault = embedded::valueOfPython(parameter.defaultValue);
    if (field.constantDefault && !isOfType(file.types, *field.constantDefault, port.type)) {
      const embedded::Range where = parameter.defaultValue.range();
      file.diags.report(text.span(where.begin, where.end), diag::defaultMismatch, name, annotation);
      return false;
    }
    field.defaultSpan = field.span;
    if (parameter.defaultValue.is("none")) field.type = file.types.optional(field.type);
  }
  (port.output ? signature.outputs : signature.parameters).push_back(std::move(field));
  return true;
}

}  // namespace

bool signatureFromCode(FileContext& file, Names& names, SymbolId symbol, Signature& signature) {
  const syntax::Decl& decl = file.tree.decls[file.program.symbols[symbol].decl];
  const auto& component = std::get<syntax::ComponentDecl>(decl.node);
  const syntax::CodeStmt* code = namedCode(file.tree, component);
  // A component without inputs may omit the parentheses.
  if (code == nullptr) return true;
  const auto entry = constantText(file, settingValue(file.tree, component.body, ComponentSettings::Entry));
  const std::string function = entry ? *entry : std::string(decl.name.text);
  const std::optional<PythonFence> read = codeOf(file, *code);
  if (!read) return true;  // lowering, which needs it, reports why it cannot be read
  const PythonCode& python = *read->code;
  if (python.broken() || !python.errors().empty()) return false;  // reported when the body is checked
  const std::vector<PythonFunction> functions = python.functions();
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const PythonFunction& f) { return f.name == function; });
  if (found == functions.end()) return false;  // likewise
  bool whole = true;
  for (const PythonParameter& parameter : found->parameters) {
    if (!parameter.star) whole &= addPort(file, names, *read, parameter, signature);
  }
  bool unnamed = false;
  if (found->returns) {
    const embedded::Range where = found->returns.range();
    const source::Span span = read->text.span(where.begin, where.end);
    std::vector<Field> returned;
    if (!outputsOfAnnotation(file, names, found->returns.text(), returned, unnamed)) {
      file.diags.report(span, diag::annotationUnknown, found->returns.text());
      whole = false;
    }
    for (Field& field : returned) {
      field.span = span;
      signature.outputs.push_back(std::move(field));
    }
  }
  signature.unnamedOutput = unnamed && signature.outputs.size() == 1;
  return whole;
}

}  // namespace mlpc::sema
