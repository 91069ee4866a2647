#include "declarations.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <variant>

#include "mlpc/parse/parse.h"
#include "mlpc/source/span.h"

namespace mlpc::vocabulary::gen {
namespace {

using syntax::Decl;
using syntax::Tree;

/// These are among the names that are written without a module.
constexpr std::string_view kPrelude = "prelude";
constexpr std::string_view kWorkflows = "azure.devops";

bool has(const std::vector<syntax::Decorator>& decorators, std::string_view name) {
  return std::any_of(decorators.begin(), decorators.end(), [&](const syntax::Decorator& decorator) {
    return decorator.path.size() == 1 && decorator.path[0].text == name;
  });
}

std::string textOf(const Tree& tree, syntax::ExprId id) {
  const auto* string = std::get_if<syntax::StringExpr>(&tree.exprs[id].node);
  const auto* text = string == nullptr ? nullptr : std::get_if<syntax::TextPart>(&string->parts.front());
  return text == nullptr ? std::string() : std::string(text->text);
}

/// The strings among the members of a union.
void choicesIn(const Tree& tree, syntax::TypeId id, std::set<std::string>& found) {
  const syntax::TypeNode& node = tree.types[id].node;
  if (const auto* literal = std::get_if<syntax::LiteralType>(&node)) {
    if (std::string text = textOf(tree, literal->value); !text.empty()) found.insert(std::move(text));
  } else if (const auto* optional = std::get_if<syntax::OptionalType>(&node)) {
    choicesIn(tree, optional->inner, found);
  } else if (const auto* runtime = std::get_if<syntax::RuntimeType>(&node)) {
    choicesIn(tree, runtime->inner, found);
  } else if (const auto* all = std::get_if<syntax::UnionType>(&node)) {
    for (const syntax::TypeId member : all->members) choicesIn(tree, member, found);
  }
}

/// `AzureCLI@2` for a component that is a task of Azure Pipelines.
std::string taskOf(const Tree& tree, const syntax::ComponentDecl& component) {
  for (const syntax::StmtId id : component.body.statements) {
    const auto* setting = std::get_if<syntax::SettingStmt>(&tree.stmts[id].node);
    if (setting != nullptr && setting->key.text == "task") return textOf(tree, setting->value);
  }
  return {};
}

}  // namespace

void Declarations::add(const std::string& dottedName, std::string text) {
  const auto file = std::make_shared<source::SourceFile>(dottedName, "", std::move(text));
  Module module{dottedName, parse::parse(source::FileId(static_cast<uint32_t>(modules_.size())), file)};
  if (!module.parsed->findings.empty()) throw std::runtime_error("module " + dottedName + " has syntax errors");
  for (const Decl& decl : module.parsed->tree.decls) {
    const auto* import = std::get_if<syntax::ImportDecl>(&decl.node);
    if (import == nullptr) continue;
    std::string name;
    for (const syntax::Name& word : import->path) (name += name.empty() ? "" : ".") += word.text;
    shortNames_[name] = decl.name.text;
  }
  modules_.push_back(std::move(module));
}

std::string Declarations::shortName(const std::string& module) const {
  const auto found = shortNames_.find(module);
  return found == shortNames_.end() ? module : found->second;
}

std::string Declarations::builtinName(const Module& module, std::string_view name) const {
  const bool bare = module.name == kPrelude || module.name == kWorkflows;
  return bare ? std::string(name) : shortName(module.name) + "." + std::string(name);
}

const syntax::RecordType* Declarations::record(const Module& module, std::string_view type) const {
  const Tree& tree = module.parsed->tree;
  for (const Decl& decl : tree.decls) {
    const auto* declared = std::get_if<syntax::TypeDecl>(&decl.node);
    if (declared != nullptr && decl.name.text == type)
      return std::get_if<syntax::RecordType>(&tree.types[declared->type].node);
  }
  return nullptr;
}

std::set<std::string> Declarations::fieldsOf(const Module& module, const syntax::RecordType& type) const {
  std::set<std::string> names;
  for (const syntax::Parameter& field : type.fields) names.emplace(field.name.text);
  for (const syntax::RecordSpread& spread : type.spreads) {
    const auto* named = std::get_if<syntax::NamedType>(&module.parsed->tree.types[spread.type].node);
    const syntax::RecordType* other =
        named == nullptr || named->path.size() != 1 ? nullptr : record(module, named->path[0].text);
    if (other == nullptr) throw std::runtime_error("module " + module.name + ": a spread of another module");
    names.merge(fieldsOf(module, *other));
  }
  return names;
}

std::string Declarations::fieldsHeader(const Module& module) const {
  std::vector<Enum> enums;
  const Tree& tree = module.parsed->tree;
  const auto choices = [&](const std::string& name, const std::vector<syntax::Parameter>& fields) {
    for (const syntax::Parameter& field : fields) {
      const std::string path = name + "." + std::string(field.name.text);
      Enum made{"The texts that `" + path + "` may be.", identifier(path), {}};
      choicesIn(tree, field.type, made.values);
      enums.push_back(std::move(made));
    }
  };
  for (const Decl& decl : tree.decls) {
    const std::string name(decl.name.text);
    if (const auto* component = std::get_if<syntax::ComponentDecl>(&decl.node)) {
      if (!has(decl.decorators, "builtin") && taskOf(tree, *component).empty()) continue;
      Enum inputs{"The inputs of `" + name + "`.", identifier(name) + "Input", {}};
      for (const syntax::Parameter& input : component->parameters) inputs.values.emplace(input.name.text);
      enums.push_back(std::move(inputs));
      choices(name, component->parameters);
    } else if (const syntax::RecordType* type = record(module, name)) {
      enums.push_back({"The fields of `" + name + "`.", name, fieldsOf(module, *type)});
      choices(name, type->fields);
    }
  }
  return header(shortName(module.name), enums, ofContainers(module));
}

std::string Declarations::ofContainers(const Module& module) const {
  std::string text;
  for (const Decl& decl : module.parsed->tree.decls) {
    const auto* declared = std::get_if<syntax::TypeDecl>(&decl.node);
    const syntax::RecordType* type = declared == nullptr ? nullptr : record(module, decl.name.text);
    if (type == nullptr) continue;
    std::map<std::string, std::string> results;
    bool any = false;
    for (const syntax::Parameter& field : type->fields) {
      const bool marked = has(field.decorators, "container");
      results[std::string(field.name.text)] = marked ? "true" : "false";
      any = any || marked;
    }
    if (!any) continue;
    text += "\nnamespace " + shortName(module.name) + " {" +
            function("`@container`: whether only a container has it.",
                     "isOfContainer(" + std::string(decl.name.text) + " value)", "bool", results) +
            "}\n";
  }
  return text;
}

std::string Declarations::modulesAndKinds() const {
  Enum modules{"A module of the standard library.", "Module", {}};
  Enum kinds{"What a `resource` or an `existing` can be.", "Kind", {}};
  Enum fields{"A field of some kind, for code that is about several.", "ResourceField", {}};
  std::map<std::string, std::string> shortNames;
  std::map<std::string, std::string> modulesOfKinds;
  for (const Module& module : modules_) {
    modules.values.insert(module.name);
    shortNames[module.name] = '"' + shortName(module.name) + '"';
    for (const Decl& decl : module.parsed->tree.decls) {
      if (!std::holds_alternative<syntax::TypeDecl>(decl.node) || !has(decl.decorators, "kind")) continue;
      const std::string kind = shortName(module.name) + "." + std::string(decl.name.text);
      kinds.values.insert(kind);
      fields.values.merge(fieldsOf(module, *record(module, decl.name.text)));
      modulesOfKinds[kind] = "Module::" + identifier(module.name);
    }
  }
  return header(
      {}, {modules, kinds, fields},
      function("As programs write the module: `azureml`.", "shortName(Module value)", "std::string_view", shortNames) +
          function("The module that declares a Kind.", "moduleOf(Kind value)", "Module", modulesOfKinds));
}

std::string Declarations::builtins() const {
  Enum builtins{"A component without a body: a function, a step or a task that the compiler knows.", "Builtin", {}};
  for (const Module& module : modules_) {
    for (const Decl& decl : module.parsed->tree.decls) {
      if (std::holds_alternative<syntax::ComponentDecl>(decl.node) && has(decl.decorators, "builtin"))
        builtins.values.insert(builtinName(module, decl.name.text));
    }
  }
  return header({}, {builtins});
}

std::string Declarations::azureTasks() const {
  Enum tasks{"A task of Azure Pipelines.", "AzureTask", {}};
  for (const Module& module : modules_) {
    const Tree& tree = module.parsed->tree;
    for (const Decl& decl : tree.decls) {
      const auto* component = std::get_if<syntax::ComponentDecl>(&decl.node);
      if (component == nullptr || has(decl.decorators, "builtin")) continue;
      if (std::string task = taskOf(tree, *component); !task.empty()) tasks.values.insert(std::move(task));
    }
  }
  return header({}, {tasks});
}

std::string Declarations::settingType(const Module& module, const syntax::Parameter& field) const {
  const Tree& tree = module.parsed->tree;
  const syntax::TypeNode* node = &tree.types[field.type].node;
  const auto* optional = std::get_if<syntax::OptionalType>(node);
  if (optional != nullptr) node = &tree.types[optional->inner].node;
  const auto* named = std::get_if<syntax::NamedType>(node);
  if (named == nullptr || named->path.size() != 1) return "Any";
  const std::string_view name = named->path[0].text;
  if (record(module, name) != nullptr) return std::string(name);
  if (name == "bool") return "Flag";
  if (name == "Duration") return "Time";
  const auto isAlias = [&](const Decl& decl) {
    return std::holds_alternative<syntax::TypeDecl>(decl.node) && decl.name.text == name;
  };
  if (optional == nullptr && name == "list") {
    const auto* item = std::get_if<syntax::NamedType>(&tree.types[named->arguments.front()].node);
    return item != nullptr && item->path[0].text == "Task" ? "Nodes" : "Values";
  }
  const bool map = name == "map" || std::any_of(tree.decls.begin(), tree.decls.end(), isAlias);
  return optional == nullptr && map ? "Fields" : "Any";
}

std::string Declarations::taskOptions() const {
  std::string text = std::string(kGenerated) + "// MLPC_FIELD(enumerator, member, type, initial value)\n";
  for (const Module& module : modules_) {
    if (module.name != kPrelude) continue;
    const syntax::RecordType* type = record(module, "TaskOptions");
    if (type == nullptr) break;
    for (const syntax::Parameter& field : type->fields) {
      const std::string enumerator = identifier(field.name.text);
      std::string member = enumerator;
      member[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(member[0])));
      const auto* flag = field.defaultValue
                             ? std::get_if<syntax::BoolExpr>(&module.parsed->tree.exprs[field.defaultValue].node)
                             : nullptr;
      const std::string initial = flag != nullptr && flag->value ? "true" : "";
      text += "MLPC_FIELD(" + enumerator + ", " + member + ", " + settingType(module, field) + ", " + initial + ")\n";
    }
  }
  return text;
}

std::map<std::string, std::string> Declarations::headers() const {
  std::map<std::string, std::string> headers{{"kinds.h", modulesAndKinds()},
                                             {"components.h", builtins()},
                                             {"azure_tasks.h", azureTasks()},
                                             {"task_options.def", taskOptions()}};
  for (const Module& module : modules_) {
    std::string file = module.name;
    std::replace(file.begin(), file.end(), '.', '_');
    headers[file + ".h"] = fieldsHeader(module);
  }
  return headers;
}

}  // namespace mlpc::vocabulary::gen
