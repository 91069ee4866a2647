#include "parsed.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "mlpc/support/id.h"

namespace mlpc::parse::testing {

using namespace syntax;

Parsed::Parsed(std::string text)
    : file(sources.add("test.mlp", "test.mlp", std::move(text))),
      parsed(parse(file, sources.share(file))),
      tree(&parsed->tree) {
  diags.add(parsed->findings);
}

std::vector<std::string> Parsed::codes() const {
  std::vector<std::string> result;
  for (const auto& report : diags.sorted()) {
    const auto at = sources.start(report.span);
    result.push_back(std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                     std::to_string(report.record->code));
  }
  return result;
}

std::vector<std::string> Parsed::messages() const {
  std::vector<std::string> result;
  for (const auto& report : diags.sorted()) {
    const auto at = sources.start(report.span);
    result.push_back(std::to_string(at.line) + ":" + std::to_string(at.column) + " " + report.message);
    for (const auto& note : report.notes) {
      if (!note.span.valid()) result.back() += "; " + note.message;
    }
  }
  return result;
}

std::string Parsed::fixed() const {
  std::vector<diag::Edit> edits;
  for (const auto& report : diags.sorted()) {
    if (!report.fixes.empty()) edits.insert(edits.end(), report.fixes[0].edits.begin(), report.fixes[0].edits.end());
  }
  std::stable_sort(edits.begin(), edits.end(),
                   [](const auto& a, const auto& b) { return a.range.begin > b.range.begin; });
  std::string result(sources.file(file).text());
  for (const auto& edit : edits) result.replace(edit.range.begin, edit.range.end - edit.range.begin, edit.text);
  return result;
}

namespace {

/// Writes nodes as S-expressions.
class Shape {
 public:
  explicit Shape(const Tree& tree) : tree_(tree) {}

  std::string of(ExprId id) {
    if (!id.valid()) return "-";
    return std::visit(
        support::Overload{
            [](const ErrorExpr&) { return std::string("<error>"); },
            [](const NameExpr& n) { return std::string(n.name.text); },
            [&](const MemberExpr& n) { return "(. " + of(n.base) + " " + std::string(n.member.text) + ")"; },
            [&](const IndexExpr& n) { return "(index " + of(n.base) + " " + of(n.index) + ")"; },
            [&](const CallExpr& n) { return "(call " + of(n.callee) + arguments(n.arguments) + ")"; },
            [&](const VersionExpr& n) { return "(@ " + of(n.base) + " " + std::to_string(n.version) + ")"; },
            [&](const UnaryExpr& n) {
              return std::string("(") + (n.op == UnaryOp::Not ? "!" : "neg") + " " + of(n.operand) + ")";
            },
            [&](const BinaryExpr& n) {
              return "(" + std::string(spelling(n.op)) + " " + of(n.left) + " " + of(n.right) + ")";
            },
            [&](const ChainExpr& n) {
              std::string out = "(chain " + of(n.operands[0]);
              for (size_t i = 0; i < n.ops.size(); ++i)
                out += " " + std::string(spelling(n.ops[i])) + " " + of(n.operands[i + 1]);
              return out + ")";
            },
            [&](const ConditionalExpr& n) {
              return "(? " + of(n.condition) + " " + of(n.then) + " " + of(n.otherwise) + ")";
            },
            [&](const ListExpr& n) {
              std::string out = "[";
              for (const auto& item : n.items)
                out += (out.size() > 1 ? " " : "") + std::string(item.spread ? "..." : "") + of(item.value);
              return out + "]";
            },
            [&](const RecordExpr& n) {
              std::string out = "{";
              for (const auto& item : n.items) {
                if (out.size() > 1) out += " ";
                if (item.spread)
                  out += "..." + of(item.value);
                else if (item.shorthand)
                  out += "=" + std::string(item.key.text);
                else
                  out += (item.quotedKey ? "'" + std::string(item.key.text) + "'" : std::string(item.key.text)) + ":" +
                         of(item.value);
              }
              return out + "}";
            },
            [&](const StringExpr& n) { return parts(n.parts); },
            [&](const FenceExpr& n) { return "(fence " + std::string(n.language.text) + " " + parts(n.parts) + ")"; },
            [](const NumberExpr& n) {
              return std::string(n.text) + (n.kind == NumberKind::Int ? "" : n.kind == NumberKind::Float ? "f" : "u");
            },
            [](const BoolExpr& n) { return std::string(n.value ? "true" : "false"); },
            [](const NullExpr&) { return std::string("null"); },
        },
        tree_.exprs[id].node);
  }

  std::string of(TypeId id) {
    if (!id.valid()) return "-";
    return std::visit(support::Overload{
                          [](const ErrorType&) { return std::string("<error>"); },
                          [&](const NamedType& n) {
                            std::string out = path(n.path);
                            if (n.arguments.empty()) return out;
                            out += "[";
                            for (size_t i = 0; i < n.arguments.size(); ++i)
                              out += (i > 0 ? " " : "") + of(n.arguments[i]);
                            return out + "]";
                          },
                          [&](const RecordType& n) {
                            std::string out = "{";
                            size_t spread = 0;
                            for (size_t i = 0; i <= n.fields.size(); ++i) {
                              for (; spread < n.spreads.size() && n.spreads[spread].before == i; ++spread) {
                                out += (out.size() > 1 ? " " : "") + ("..." + of(n.spreads[spread].type));
                              }
                              if (i < n.fields.size()) out += (out.size() > 1 ? " " : "") + parameter(n.fields[i]);
                            }
                            return out + "}";
                          },
                          [&](const LiteralType& n) { return of(n.value); },
                          [&](const OptionalType& n) { return of(n.inner) + "?"; },
                          [&](const RuntimeType& n) { return of(n.inner) + "*"; },
                          [&](const UnionType& n) {
                            std::string out = "(|";
                            for (const auto member : n.members) out += " " + of(member);
                            return out + ")";
                          },
                      },
                      tree_.types[id].node);
  }

  std::string of(StmtId id) {
    if (!id.valid()) return "-";
    const auto with = [&](ExprId settings) { return settings.valid() ? " with " + of(settings) : std::string(); };
    return std::visit(
        support::Overload{
            [](const ErrorStmt&) { return std::string("<error>"); },
            [&](const SettingStmt& n) {
              return "(set " + (n.quotedKey ? "'" + std::string(n.key.text) + "'" : std::string(n.key.text)) + " " +
                     of(n.value) + ")";
            },
            [&](const LetStmt& n) {
              return "(let " + std::string(n.name.text) + (n.type.valid() ? ":" + of(n.type) : "") + " " +
                     (n.group.valid() ? of(n.group) : of(n.value) + with(n.settings)) + ")";
            },
            [&](const IfStmt& n) {
              std::string out = "(if";
              for (const auto& branch : n.branches)
                out += " " + (branch.condition.valid() ? of(branch.condition) : "else") + " " + of(branch.body);
              return out + ")";
            },
            [&](const ForStmt& n) {
              return "(for " + std::string(n.variable.text) + " " + of(n.items) + " " + of(n.body) + ")";
            },
            [&](const TryStmt& n) { return "(try " + of(n.body) + " " + of(n.finally) + ")"; },
            [&](const ReturnStmt& n) { return "(return " + of(n.value) + ")"; },
            [&](const YieldStmt& n) { return "(yield " + of(n.value) + ")"; },
            [&](const CallStmt& n) { return of(n.call) + with(n.settings); },
            [&](const CodeStmt& n) {
              return "(code " + std::string(n.language.text) + (n.module ? " module " : " ") + of(n.body) +
                     with(n.settings) + ")";
            },
            [&](const ItemStmt& n) {
              const char* kind = n.kind == ItemKind::Stage ? "stage" : n.kind == ItemKind::Job ? "job" : "deployment";
              return "(" + std::string(kind) + " " + std::string(n.name.text) + " " +
                     (n.call.valid() ? of(n.call) + with(n.settings) : of(n.body)) + ")";
            },
            [&](const HookStmt& n) { return "(hook " + std::string(n.name.text) + " " + of(n.body) + ")"; },
        },
        tree_.stmts[id].node);
  }

  std::string of(const Block& block) {
    std::string out = "{";
    for (const auto id : block.statements) out += (out.size() > 1 ? " " : "") + of(id);
    return out + "}";
  }

  std::string of(const Decl& decl) {
    std::string out = "(";
    for (const auto& decorator : decl.decorators)
      out += "@" + path(decorator.path) + arguments(decorator.arguments) + " ";
    const std::string name(decl.name.text);
    out += std::visit(
        support::Overload{
            [&](const ErrorDecl&) { return "<error> " + name; },
            [&](const ImportDecl& n) {
              return "import " + (n.path.empty() ? "'" + std::string(n.file) + "'" : path(n.path)) + " as " + name;
            },
            [&](const ConstDecl& n) {
              return "const " + name + (n.type.valid() ? ":" + of(n.type) : "") + " " + of(n.value);
            },
            [&](const TypeDecl& n) { return "type " + name + " " + of(n.type); },
            [&](const ArtifactDecl& n) { return "artifact " + name + " " + of(n.record); },
            [&](const SecretDecl& n) { return "secret " + name + " " + of(n.record); },
            [&](const ExistingDecl& n) { return "existing " + name + " " + path(n.kind) + " " + of(n.record); },
            [&](const ResourceDecl& n) { return "resource " + name + " " + path(n.kind) + " " + of(n.record); },
            [&](const ComponentDecl& n) {
              return "component " + name + (n.hasParameters ? parameters(n.parameters) : " -") + outputs(n.outputs) +
                     " " + of(n.body);
            },
            [&](const PipelineDecl& n) {
              return "pipeline " + name + parameters(n.parameters) + outputs(n.outputs) + " " + of(n.body);
            },
            [&](const TrainJobDecl& n) { return "trainjob " + name + parameters(n.parameters) + " " + of(n.record); },
            [&](const WorkflowDecl& n) { return "workflow " + name + parameters(n.parameters) + " " + of(n.body); },
            [&](const TemplateDecl& n) {
              const char* kind = n.kind == TemplateKind::Steps ? "steps "
                                 : n.kind == TemplateKind::Job ? "job "
                                                               : "stage ";
              return kind + name + parameters(n.parameters) + " " + of(n.body);
            },
        },
        decl.node);
    return out + ")";
  }

 private:
  static std::string path(const std::vector<Name>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ".") + std::string(name.text);
    return out;
  }
  std::string arguments(const std::vector<Argument>& list) {
    std::string out;
    for (const auto& argument : list)
      out += " " + (argument.name.empty() ? "" : std::string(argument.name.text) + ":") + of(argument.value);
    return out;
  }
  std::string parameter(const Parameter& p) {
    std::string out;
    if (!p.doc.empty()) out += "<" + std::string(p.doc) + ">";
    for (const auto& decorator : p.decorators) out += "@" + path(decorator.path) + arguments(decorator.arguments) + " ";
    out += (p.quotedName ? "'" + std::string(p.name.text) + "'" : std::string(p.name.text)) + ":" + of(p.type);
    if (p.defaultValue.valid()) out += "=" + of(p.defaultValue);
    return out;
  }
  std::string parameters(const std::vector<Parameter>& list) {
    std::string out = " (";
    for (size_t i = 0; i < list.size(); ++i) out += (i > 0 ? " " : "") + parameter(list[i]);
    return out + ")";
  }
  std::string outputs(const Outputs& o) {
    if (!o.span.valid()) return "";
    return " ->" + (o.single.valid() ? " " + of(o.single) : parameters(o.named));
  }
  std::string parts(const std::vector<StringPart>& list) {
    std::string out = "'";
    for (const auto& part : list) {
      if (const auto* text = std::get_if<TextPart>(&part))
        out += text->text;
      else
        out += "~{" + of(std::get<PlaceholderPart>(part).value) + "}";
    }
    return out + "'";
  }

  const Tree& tree_;
};

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

}  // namespace

std::string Parsed::shape() const {
  std::string out;
  Shape shape(*tree);
  for (const auto id : tree->order) out += (out.empty() ? "" : "\n") + shape.of(tree->decls[id]);
  return out;
}

std::string expr(const std::string& expression) {
  const Parsed parsed("const x = " + expression + "\n");
  if (parsed.diags.size() != 0) return joined(parsed.messages());
  return Shape(*parsed.tree).of(std::get<ConstDecl>(parsed.decl(0).node).value);
}

std::string type(const std::string& type) {
  const Parsed parsed("type X = " + type + "\n");
  if (parsed.diags.size() != 0) return joined(parsed.messages());
  return Shape(*parsed.tree).of(std::get<TypeDecl>(parsed.decl(0).node).type);
}

std::string body(const std::string& statements) {
  const Parsed parsed("pipeline p() {\n" + statements + "\n}\n");
  if (parsed.diags.size() != 0) return joined(parsed.messages());
  std::string out;
  for (const auto id : std::get<PipelineDecl>(parsed.decl(0).node).body.statements) {
    out += (out.empty() ? "" : "\n") + Shape(*parsed.tree).of(id);
  }
  return out;
}

std::string examplesFolder() {
  const char* given = std::getenv("MLPC_SHARED");
  const std::filesystem::path shared = given != nullptr ? given : "../shared";
  const auto folder = shared / "design" / "examples";
  return std::filesystem::is_directory(folder) ? folder.string() : "";
}

std::string readFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> exampleFiles() {
  std::vector<std::string> result;
  const std::string folder = examplesFolder();
  if (folder.empty()) return result;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".mlp") result.push_back(entry.path().string());
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace mlpc::parse::testing
