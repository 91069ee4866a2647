// The names of declarations, values and groups.
#include <algorithm>
#include <array>
#include <functional>

#include "identifiers.h"
#include "writer.h"

namespace mlpc::importers::kfp {
namespace {

/// Names that have a meaning in every file or pipeline.
constexpr std::array<std::string_view, 40> kKnown = {"Artifact",
                                                     "ClassificationMetrics",
                                                     "Dataset",
                                                     "HTML",
                                                     "Markdown",
                                                     "Metrics",
                                                     "Model",
                                                     "SlicedClassificationMetrics",
                                                     "azure",
                                                     "azureml",
                                                     "bool",
                                                     "concat",
                                                     "config_map",
                                                     "embedded",
                                                     "empty_dir",
                                                     "ephemeral",
                                                     "executor_input",
                                                     "field",
                                                     "final_status",
                                                     "float",
                                                     "importer",
                                                     "int",
                                                     "k8s",
                                                     "kubernetes",
                                                     "list",
                                                     "map",
                                                     "mlflow",
                                                     "present",
                                                     "pvc",
                                                     "run",
                                                     "secret",
                                                     "string",
                                                     "task",
                                                     "trainer",
                                                     "Duration",
                                                     "Quantity",
                                                     "FinalStatus",
                                                     "TaskConfig",
                                                     "Task",
                                                     "ado"};

/// Endings that say that a component is one.
constexpr std::array<std::string_view, 5> kEndings = {"_component", "_comp", "_step", "_op", "_task"};
/// Verbs whose object is their result.
constexpr std::array<std::string_view, 16> kVerbs = {
    "build_",   "compute_", "create_", "generate_", "get_",   "load_",    "make_",   "prepare_",
    "produce_", "read_",    "fetch_",  "download_", "write_", "extract_", "sample_", "calculate_"};

/// In nested statements, names are assigned from the outside in, and released at the end.
class Names {
 public:
  explicit Names(std::set<std::string>& taken) : taken_(taken) {}
  ~Names() {
    for (const std::string& name : added_) taken_.erase(name);
  }
  std::string add(const std::string& wanted) {
    std::string name = unique(wanted, taken_);
    added_.push_back(name);
    return name;
  }

 private:
  std::set<std::string>& taken_;
  std::vector<std::string> added_;
};

std::string withoutEnding(const std::string& name) {
  for (const std::string_view ending : kEndings) {
    if (name.size() > ending.size() && name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

std::string snake(std::string_view text) {
  std::string result;
  for (const char c : text) result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return toIdentifier(result);
}

}  // namespace

void Writer::nameDeclarations() {
  taken_.insert(kKnown.begin(), kKnown.end());
  const auto add = [&](std::string name, std::string_view ending) {
    if (taken_.contains(name)) name += ending;
    return unique(std::move(name), taken_);
  };
  for (Callee& callee : model_.callees) {
    if (callee.kind == Callee::Kind::CreateClaim || callee.kind == Callee::Kind::DeleteClaim) {
      callee.name = callee.kind == Callee::Kind::CreateClaim ? "kubernetes.create_pvc" : "kubernetes.delete_pvc";
      continue;
    }
    std::string name = toIdentifier(callee.baseName);
    if (const PythonProgram* program = programOf(callee)) {
      if (taskName(program->function) == callee.baseName) name = toIdentifier(program->function);
    }
    callee.name = add(std::move(name), callee.kind == Callee::Kind::Pipeline ? "_pipeline" : "_component");
    if (callee.pipeline != nullptr) {
      callee.pipeline->name = callee.name;
      callee.pipeline->emittedName = callee.emittedName;
    }
  }
  Pipeline& root = model_.pipelines.front();
  root.emittedName = document_.spec->find("pipelineInfo", "name")->text;
  root.name = add(toIdentifier(root.emittedName), "_pipeline");

  // An input of that name would hide them where they are used.
  std::set<std::string> inputs;
  for (const Pipeline& pipeline : model_.pipelines) {
    for (const Port& port : pipeline.inputs) inputs.insert(port.name);
  }
  const auto nameObjects = [&](Objects& objects, std::string_view ending) {
    for (auto& [key, object] : objects) {
      std::string wanted = snake(key.first);
      if (inputs.contains(wanted)) wanted += ending;
      object.identifier = key.second == 0 ? add(std::move(wanted), ending) : unique(std::move(wanted), taken_);
    }
  };
  nameObjects(secrets_, "_secret");
  nameObjects(configMaps_, "_config");
}

std::string Writer::groupName(const Statement& statement) const {
  if (statement.outputs.size() == 1) {
    const auto& [key, ref] = *statement.outputs.begin();
    if (std::string name = consumerName(statement, key); !name.empty()) return name;
    std::string name = ref && ref.name != "Output" ? ref.name : std::string("result");
    if (name.starts_with("pipelinechannel--")) name = "result";
    return toIdentifier(statement.kind == Statement::Kind::For ? plural(name) : name);
  }
  switch (statement.kind) {
    case Statement::Kind::For: return statement.outputs.empty() ? "loop" : "collected";
    case Statement::Kind::Try: return "guarded";
    default: return statement.outputs.empty() ? "checked" : "chosen";
  }
}

std::string Writer::consumerName(const Statement& statement, const std::string& key) const {
  const auto found = consumers_.find({&statement, key});
  if (found == consumers_.end() || found->second.size() != 1) return {};
  const std::string& name = *found->second.begin();
  return isIdentifier(name) && name.size() > 1 ? name : std::string();
}

std::string Writer::wantedName(const Statement& statement) const {
  if (statement.kind != Statement::Kind::Task) return groupName(statement);
  if (const Node* display = statement.task->find("taskInfo", "name");
      display != nullptr && display->text != statement.name) {
    const std::string name = snake(display->text);
    if (name.size() <= 24 && !taken_.contains(name)) return name;
  }
  if (statement.callee == nullptr) {
    if (std::string name = consumerName(statement, "artifact"); !name.empty()) return name;
    return "imported";
  }
  if (statement.callee->kind == Callee::Kind::CreateClaim) return "disk";
  const std::string& name = statement.callee->name;
  const std::string bare = withoutEnding(name);
  for (const std::string_view verb : kVerbs) {
    if (!bare.starts_with(verb)) continue;
    const std::string object = toIdentifier(bare.substr(verb.size()));
    if (object.size() > 1 && !taken_.contains(object)) return object;
  }
  if (bare != name && !taken_.contains(bare) && toIdentifier(bare) == bare) return bare;
  return bare + "_task";
}

void Writer::nameYields(Statement& statement) {
  std::set<std::string> taken;
  for (const auto& [key, ref] : statement.outputs) {
    std::string name =
        ref && ref.name != "Output" && !ref.name.starts_with("pipelinechannel--") ? ref.name : std::string();
    if (name.empty()) name = consumerName(statement, key);
    if (name.empty() && ref && ref.from != nullptr && ref.from->callee != nullptr)
      name = withoutEnding(ref.from->callee->name);
    if (name.empty()) name = "value";
    statement.yieldNames.emplace(key, unique(toIdentifier(name), taken));
  }
}

void Writer::nameStatement(Statement& statement) {
  if (statement.referenced) statement.let = wantedName(statement);
  nameYields(statement);
}

void Writer::nameStatements(Block& block) {
  // Names in a block are taken in all blocks inside it, but two sibling blocks may use the same one.
  const std::function<void(Block&, Statement*)> visit = [&](Block& inner, Statement* loop) {
    Names names(taken_);
    if (loop != nullptr) {
      std::string variable = "item";
      if (loop->items.kind == Value::Kind::Ref) {
        const Ref& items = loop->items.ref;
        std::string name = items.name;
        if (name == "Output" && items.from != nullptr && items.from->kind == Statement::Kind::Task &&
            !items.from->let.empty()) {
          name = items.from->let;
        } else if (name.starts_with("pipelinechannel--") && items.from != nullptr) {
          name = items.from->let;
        }
        const std::string one = name.empty() ? "element" : toIdentifier(singular(name));
        if (one != name && one.size() <= 16 && name != "Output") variable = one;
      }
      loop->variable = names.add(variable);
    }
    for (Statement* statement : inner.statements) {
      nameStatement(*statement);
      // What an inner loop collects has the same name as what the outer one does, of which it is the part for one item.
      if (statement->kind == Statement::Kind::For && loop != nullptr && taken_.contains(statement->let) &&
          loop->variable != "item")
        statement->let += "_of_" + loop->variable;
      if (!statement->let.empty()) statement->let = names.add(statement->let);
    }
    for (Statement* statement : inner.statements) {
      for (Branch& branch : statement->branches)
        visit(branch.block, statement->kind == Statement::Kind::For ? statement : nullptr);
    }
  };
  visit(block, nullptr);
}

}  // namespace mlpc::importers::kfp
