#include "queries/describe.h"

#include <fmt/format.h>

#include "mlpc/sema/constants.h"
#include "mlpc/support/text.h"
#include "wire/json.h"

namespace mlpc::lsp {
namespace {

using sema::SymbolKind;

/// A value as it would be written, if it is short.
std::string written(const support::Constant& value) {
  std::string text = value.toJson();
  // Characters are shown as themselves.
  if (text.find("\\u") != std::string::npos) text = nlohmann::ordered_json::parse(text).dump();
  constexpr size_t kMost = 80;
  return text.size() <= kMost ? text : std::string();
}

std::string defaultOf(const sema::Program& program, const sema::Field& field) {
  if (field.constantDefault) return written(*field.constantDefault);
  if (!field.defaultValue) return {};
  const auto value = sema::constantOf(program, field.defaultModule, field.defaultValue);
  return value ? written(*value) : std::string("…");
}

std::string list(const sema::Program& program, const std::vector<sema::Field>& fields) {
  // Long lists are read better one below the other.
  constexpr size_t kMostOnLine = 3;
  const bool lines = fields.size() > kMostOnLine;
  std::string text;
  for (const sema::Field& field : fields) {
    if (!text.empty()) text += lines ? "," : ", ";
    text += (lines ? "\n  " : "") + headOf(program, field);
  }
  return text + (lines ? ",\n" : "");
}

std::string_view keyword(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::Import: return "import";
    case SymbolKind::Const: return "const";
    case SymbolKind::TypeName: return "type";
    case SymbolKind::Artifact: return "artifact";
    case SymbolKind::Secret: return "secret";
    case SymbolKind::Existing: return "existing";
    case SymbolKind::Resource: return "resource";
    case SymbolKind::Component: return "component";
    case SymbolKind::Pipeline: return "pipeline";
    case SymbolKind::TrainJob: return "trainjob";
    case SymbolKind::Workflow: return "workflow";
    case SymbolKind::StepsTemplate: return "steps";
    case SymbolKind::JobTemplate: return "job";
    case SymbolKind::StageTemplate: return "stage";
    case SymbolKind::Parameter: return "input";
    case SymbolKind::Output: return "output";
    case SymbolKind::Let: return "let";
    case SymbolKind::LoopVariable: return "for";
    case SymbolKind::Stage: return "stage";
    case SymbolKind::Job: return "job";
    case SymbolKind::Namespace: return "namespace";
  }
  return {};
}

std::string signatureText(const sema::Program& program, const sema::Signature& signature) {
  std::string text = "(" + list(program, signature.parameters) + ")";
  if (signature.outputs.empty()) return text;
  if (signature.unnamedOutput) return text + " -> " + program.types.name(signature.outputs.front().type);
  return text + " -> (" + list(program, signature.outputs) + ")";
}

/// `1 … 10`, for numbers and lengths.
std::string between(const std::string& least, const std::string& most) {
  if (most.empty()) return "at least " + least;
  return least.empty() ? "at most " + most : "from " + least + " to " + most;
}

std::string constraints(const sema::Field& field) {
  std::string text;
  const auto number = [](const auto& value) { return value ? fmt::format("{}", *value) : std::string(); };
  if (field.minimum || field.maximum)
    text += "\n\nAllowed: " + between(number(field.minimum), number(field.maximum)) + ".";
  if (field.minLength || field.maxLength)
    text += "\n\nLength: " + between(number(field.minLength), number(field.maxLength)) + ".";
  if (!field.pattern.empty()) text += fmt::format("\n\nPattern: `{}`", field.pattern);
  if (!field.deprecated.empty()) text += fmt::format("\n\n**Deprecated:** {}", field.deprecated);
  if (field.attribute) text += "\n\nCan only be read.";
  return text;
}

std::string fenced(std::string_view code) { return fmt::format("```mlp\n{}\n```", code); }

/// The files that a declaration becomes.
std::string becomes(const View& view, const sema::Symbol& symbol) {
  if (!symbol.decl || symbol.module != view.module) return {};
  const source::Span whole = view.tree().decls[symbol.decl].span;
  std::string text;
  for (const emit::OutputFile& output : view.snapshot->outputs) {
    if (output.origin.file != whole.file || output.origin.begin < whole.begin || output.origin.end > whole.end)
      continue;
    text += (text.empty() ? "\n\nBecomes `" : ", `") + output.name + "`";
  }
  return text;
}

}  // namespace

std::string_view kindName(const sema::Program& program, const sema::Symbol& symbol) {
  if (symbol.kind == SymbolKind::Let && symbol.callee) {
    const SymbolKind callee = program.symbols[symbol.callee].kind;
    return callee == SymbolKind::Component || callee == SymbolKind::Pipeline || callee == SymbolKind::TrainJob ? "task"
                                                                                                               : "step";
  }
  return keyword(symbol.kind);
}

std::string headOf(const sema::Program& program, const sema::Field& field) {
  std::string text = std::string(field.name) + ": " + (field.type ? program.types.name(field.type) : "any");
  if (const std::string value = defaultOf(program, field); !value.empty()) text += " = " + value;
  return text;
}

std::string headOf(const sema::Program& program, sema::SymbolId id) {
  const sema::Symbol& symbol = program.symbols[id];
  std::string text = fmt::format("{} {}", kindName(program, symbol), symbol.name);
  switch (symbol.kind) {
    case SymbolKind::Component:
    case SymbolKind::Pipeline:
    case SymbolKind::TrainJob:
    case SymbolKind::Workflow:
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate:
      if (const sema::Signature* signature = program.signature(id)) text += signatureText(program, *signature);
      return text;
    case SymbolKind::Import:
    case SymbolKind::TypeName:
    case SymbolKind::Artifact:
    case SymbolKind::Secret:
    case SymbolKind::Stage:
    case SymbolKind::Job: return text;
    case SymbolKind::Let:
      if (symbol.callee) return text + " = " + std::string(program.symbols[symbol.callee].name) + "(…)";
      break;
    default: break;
  }
  return symbol.type ? text + ": " + program.types.name(symbol.type) : text;
}

std::string describe(const sema::Program& program, const sema::Field& field) {
  std::string text = fenced(headOf(program, field));
  if (!field.doc.empty()) text += "\n\n" + std::string(field.doc);
  return text + constraints(field);
}

std::string describe(const View& view, sema::SymbolId id) {
  const sema::Program& program = view.program();
  const sema::Symbol& symbol = program.symbols[id];
  std::string head = headOf(program, id);
  std::string more;
  if (symbol.kind == SymbolKind::Const) {
    const std::string_view name = symbol.name;
    std::optional<support::Constant> value;
    if (symbol.value) value = *symbol.value;
    const sema::Module& module = program.module(symbol.module);
    if (symbol.decl && module.tree) {
      const auto* declared = std::get_if<syntax::ConstDecl>(&module.tree->decls[symbol.decl].node);
      if (declared != nullptr && declared->value) value = sema::constantOf(program, symbol.module, declared->value);
    }
    if (value && !written(*value).empty()) head = fmt::format("const {} = {}", name, written(*value));
  }
  if (symbol.kind == SymbolKind::Parameter && symbol.owner) {
    const sema::Signature* signature = program.signature(symbol.owner);
    if (signature != nullptr && symbol.index < signature->parameters.size()) {
      const sema::Field& field = signature->parameters[symbol.index];
      head = "input " + headOf(program, field);
      more = constraints(field);
    }
  }
  std::string text = fenced(head);
  if (!symbol.doc.empty()) text += "\n\n" + std::string(symbol.doc);
  if (!symbol.deprecated.empty()) text += fmt::format("\n\n**Deprecated:** {}", symbol.deprecated);
  return text + more + becomes(view, symbol);
}

std::string describe(const View& view, const Occurrence& occurrence) {
  if (occurrence.symbol) return describe(view, occurrence.symbol);
  if (occurrence.field != nullptr) return describe(view.program(), *occurrence.field);
  return {};
}

}  // namespace mlpc::lsp
