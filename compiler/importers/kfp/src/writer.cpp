// Declarations.
#include "writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "identifiers.h"
#include "mlpc/diag/import.h"
#include "mlpc/support/kfp_sdk.h"
#include "mlpc/support/text.h"

namespace mlpc::importers::kfp {
namespace {

constexpr std::string_view kDefaultImage = "python:3.11";
/// What the compiler installs by default.
constexpr std::string_view kKfpVersion = "2.15.2";
constexpr std::array<std::string_view, 8> kSystemArtifacts = {
    "Artifact", "ClassificationMetrics",      "Dataset", "HTML", "Markdown", "Metrics",
    "Model",    "SlicedClassificationMetrics"};

Code textList(const std::vector<std::string>& texts) {
  Code list = Code::list();
  for (const std::string& text : texts) list.add(textCode(text));
  return list;
}

}  // namespace

bool hasUnnamedOutput(const Callee& callee, bool python) {
  return callee.outputs.size() == 1 && callee.outputs.front().name == "Output" &&
         callee.outputs.front().description.empty() && (python || callee.kind == Callee::Kind::Pipeline);
}

const PythonProgram* Writer::programOf(const Callee& callee) const {
  const auto found = programs_.find(&callee);
  return found == programs_.end() ? nullptr : &found->second;
}

std::string Writer::artifactName(const std::string& schema, const std::string& version) const {
  const auto found = artifacts_.find({schema, version});
  return found == artifacts_.end() ? "Artifact" : found->second;
}

std::string Writer::typeText(const Port& port) const {
  std::string text;
  if (port.artifact) {
    text = artifactName(port.schema, port.version);
    if (port.list) text = "list[" + text + "]";
  } else {
    text = types_.text(port);
  }
  return text;
}

void Writer::findKfpVersion() {
  std::map<std::string, size_t> versions;
  for (const Callee& callee : model_.callees) {
    if (callee.kind != Callee::Kind::Component) continue;
    auto program = readPythonProgram(*callee.container);
    if (!program || !isModule(*program, callee.inputs, callee.outputs)) continue;
    if (!program->kfpVersion.empty()) ++versions[program->kfpVersion];
    programs_.emplace(&callee, std::move(*program));
  }
  const auto most = std::max_element(versions.begin(), versions.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == versions.end()) {
    // Older SDKs wrote other fields.
    const Node* sdk = document_.spec->find("sdkVersion");
    const std::string_view version =
        sdk != nullptr && sdk->text.starts_with("kfp-") ? std::string_view(sdk->text).substr(4) : "";
    if (!support::kfp_sdk::writesAmountsAsText(version)) kfpVersion_ = version;
  } else {
    kfpVersion_ = most->first;
  }
  // There is one version for the whole run.
  std::erase_if(programs_, [&](const auto& entry) {
    if (entry.second.first != support::kfp_sdk::isFirst(kfpVersion_)) return true;
    return !entry.second.kfpVersion.empty() && entry.second.kfpVersion != kfpVersion_;
  });
}

void Writer::orderPorts(Callee& callee) {
  const PythonProgram* program = programOf(callee);
  std::unordered_map<std::string, size_t> order;
  if (program != nullptr) {
    if (const auto function = findFunction(program->code, program->function)) {
      for (const PythonParameter& parameter : function->parameters) order.try_emplace(parameter.name, order.size());
    }
  }
  const auto place = [&](const Port& port) {
    const auto found = order.find(port.name);
    const size_t at = found == order.end() ? order.size() : found->second;
    // Without an order, required inputs come first.
    return std::pair(at, program == nullptr && port.optional);
  };
  const auto earlier = [&](const Port& a, const Port& b) { return place(a) < place(b); };
  callee.inputs.sort(earlier);
  callee.outputs.sort(earlier);
  if (callee.pipeline != nullptr) {
    callee.pipeline->inputs = callee.inputs;
    callee.pipeline->outputs = callee.outputs;
  }
  const auto argument = [&](const std::pair<std::string, Value>& value) {
    const Port* port = callee.inputs.find(value.first);
    return port == nullptr ? static_cast<std::ptrdiff_t>(callee.inputs.size()) : port - &callee.inputs.front();
  };
  for (Statement* task : callee.tasks) {
    std::stable_sort(task->arguments.begin(), task->arguments.end(),
                     [&](const auto& a, const auto& b) { return argument(a) < argument(b); });
  }
}

void Writer::findObjects() {
  std::map<std::string, size_t> times;
  const auto note = [&](Objects& objects, const Node& entry, std::string_view name, std::string_view key) {
    const Node* text = entry.find(std::string(name) + "Parameter", "runtimeValue", "constant");
    if (text == nullptr || !text->isText()) text = entry.find(name);
    const Node* optional = entry.find("optional");
    if (text == nullptr || text->text.empty()) return;
    // That it may be absent is written where it is used; if that is so everywhere, nothing is declared.
    const bool mayBeAbsent = optional != nullptr && optional->isTrue();
    const bool variables = entry.find("keyToEnv") != nullptr;
    const size_t before = variables && !mayBeAbsent ? times[text->text]++ : 0;
    if (before > 0) again_.emplace(&entry, before);
    Object& object = objects.try_emplace({text->text, before}, Object{{}, {}, true}).first->second;
    object.optional = object.optional && mayBeAbsent;
    if (const Node* pairs = entry.find("keyToEnv")) {
      for (const Node& pair : pairs->items) object.keys.insert(pair.find(key)->text);
    }
  };
  const auto entries = [](const Node& pod, std::string_view list, auto&& each) {
    if (const Node* items = pod.find(list)) {
      for (const Node& item : items->items) each(item);
    }
  };
  for (const Statement& statement : model_.statements) {
    if (statement.pod == nullptr) continue;
    times.clear();
    for (const std::string_view list : {"secretAsEnv", "secretAsVolume", "imagePullSecret"}) {
      entries(*statement.pod, list, [&](const Node& entry) { note(secrets_, entry, "secretName", "secretKey"); });
    }
    times.clear();
    for (const std::string_view list : {"configMapAsEnv", "configMapAsVolume"}) {
      entries(*statement.pod, list,
              [&](const Node& entry) { note(configMaps_, entry, "configMapName", "configMapKey"); });
    }
  }
  for (auto* objects : {&secrets_, &configMaps_})
    std::erase_if(*objects, [](const auto& entry) { return entry.second.optional; });
}

void Writer::declareObjects(Page& page) {
  const auto declare = [&](const std::string& head, const std::string& name, const Object& object) {
    Code record = Code::record();
    if (support::toKebab(object.identifier) != name) record.add("name", textCode(name));
    if (!object.keys.empty()) record.add("keys", textList({object.keys.begin(), object.keys.end()}));
    page.put(head + ' ', record.empty() ? Code::atom("{}") : record);
  };
  if (!secrets_.empty()) page.blank();
  for (const auto& [key, object] : secrets_) declare("secret " + object.identifier, key.first, object);
  if (!configMaps_.empty()) page.blank();
  for (const auto& [key, object] : configMaps_)
    declare("existing " + object.identifier + ": k8s.ConfigMap", key.first, object);
}

void Writer::declareTypes(Page& page) {
  const auto note = [&](const std::string& schema, const std::string& version) {
    if (artifacts_.contains({schema, version})) return;
    const size_t dot = schema.rfind('.');
    std::string name = toIdentifier(dot == std::string::npos ? schema : schema.substr(dot + 1));
    const bool known = schema == "system." + name && version == "0.0.1" &&
                       std::find(kSystemArtifacts.begin(), kSystemArtifacts.end(), name) != kSystemArtifacts.end();
    if (!known) {
      if (taken_.contains(name)) name += "Artifact";
      name = unique(std::move(name), taken_);
      page.blank();
      Code record = Code::record();
      record.add("schema", textCode(schema));
      record.add("version", textCode(version));
      page.put("artifact " + name + ' ', record);
    }
    artifacts_.emplace(std::pair(schema, version), std::move(name));
  };
  const auto ports = [&](const Ports& list) {
    for (const Port& port : list) {
      if (port.artifact) note(port.schema, port.version);
    }
  };
  for (const Callee& callee : model_.callees) {
    ports(callee.inputs);
    ports(callee.outputs);
  }
  for (const Pipeline& pipeline : model_.pipelines) {
    ports(pipeline.inputs);
    ports(pipeline.outputs);
  }
  for (const Statement& statement : model_.statements) {
    if (statement.importer == nullptr) continue;
    const Node& type = *statement.importer->find("typeSchema");
    note(type.find("schemaTitle")->text, type.find("schemaVersion")->text);
  }
  types_.nameRecords(taken_);
  for (const Type* record : types_.records()) {
    Code fields = Code::record();
    for (std::string& field : fieldTexts(types_, *record)) fields.add("", Code::atom(std::move(field)));
    page.blank();
    page.put("type " + record->name + " = ", fields);
  }
}

void Writer::signature(Page& page, std::string_view head, const Ports& inputs, const Ports& outputs, bool unnamed) {
  const auto inputText = [&](const Port& port) {
    std::string text = port.name + ": " + typeText(port);
    const bool special = port.parameter == "TASK_FINAL_STATUS" || port.parameter == "TASK_CONFIG";
    if (port.defaultValue != nullptr && !port.defaultValue->isNull()) {
      const std::string value = oneLine(constantCode(*port.defaultValue, types_.text(port)));
      if (!value.empty()) return text + " = " + value;
    }
    if (port.optional && !special) text += '?';
    return text;
  };
  const auto outputText = [&](const Port& port) { return port.name + ": " + typeText(port); };
  const auto documented = [](const Ports& ports) {
    return std::any_of(ports.begin(), ports.end(), [](const Port& port) { return !port.description.empty(); });
  };
  const bool named = !outputs.empty() && !unnamed;
  std::string result;
  if (!outputs.empty() && !named) result = " -> " + typeText(outputs.front());
  // A default of several lines is a fence.
  const bool fenced = std::any_of(inputs.begin(), inputs.end(), [&](const Port& port) {
    return port.defaultValue != nullptr && !port.defaultValue->isNull() &&
           oneLine(constantCode(*port.defaultValue, types_.text(port))).empty();
  });
  if (!documented(inputs) && !documented(outputs) && !fenced) {
    std::string flat;
    for (const Port& port : inputs) flat += (flat.empty() ? "" : ", ") + inputText(port);
    std::string tail = result;
    if (named) {
      for (const Port& port : outputs) tail += (tail.empty() ? " -> (" : ", ") + outputText(port);
      tail += ")";
    }
    std::string line = fmt::format("{}({}){} {{", head, flat, tail);
    if (line.size() <= 100) return page.line(line);
  }
  const auto list = [&](const Ports& ports, const auto& text) {
    page.indent();
    for (const Port& port : ports) {
      page.doc(port.description);
      const bool value = port.defaultValue != nullptr && !port.defaultValue->isNull() && &ports == &inputs;
      if (!value) {
        page.line(text(port) + ',');
      } else {
        page.put(port.name + ": " + typeText(port) + " = ", constantCode(*port.defaultValue, types_.text(port)), ",");
      }
    }
    page.dedent();
  };
  if (inputs.empty()) {
    if (!named) return page.line(fmt::format("{}(){} {{", head, result));
    page.line(fmt::format("{}() -> (", head));
  } else {
    page.line(fmt::format("{}(", head));
    list(inputs, inputText);
    if (!named) return page.line(fmt::format("){} {{", result));
    std::string flat;
    for (const Port& port : outputs) flat += (flat.empty() ? "" : ", ") + outputText(port);
    if (!documented(outputs) && flat.size() < 90) return page.line(fmt::format(") -> ({}) {{", flat));
    page.line(") -> (");
  }
  list(outputs, outputText);
  page.line(") {");
}

void Writer::passthrough(Page& page, const Node& component) {
  const Node* passed = component.find("taskConfigPassthroughs");
  if (passed == nullptr) return;
  Code record = Code::record();
  for (const Node& entry : passed->items) {
    std::string name;
    for (const char c : entry.find("field")->text) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (name.starts_with("kubernetes_")) name.erase(0, 11);
    const Node* both = entry.find("applyToTask");
    record.add(toIdentifier(name), textCode(both != nullptr && both->isTrue() ? "both" : "config"));
  }
  page.setting("passthrough", record);
}

void Writer::component(Page& page, Callee& callee) {
  const PythonProgram* program = programOf(callee);
  page.blank();
  signature(page, "component " + callee.name, callee.inputs, callee.outputs,
            hasUnnamedOutput(callee, program != nullptr));
  page.indent();
  if (taskName(callee.name) != callee.baseName) page.setting("name", textCode(callee.baseName));
  const std::string& image = images_[&callee];
  if (program == nullptr || image != kDefaultImage) page.setting("image", textCode(image));
  if (program != nullptr) {
    if (!program->packages.empty()) page.setting("packages", textList(program->packages));
    if (!program->indexUrls.empty()) page.setting("pip_index_urls", textList(program->indexUrls));
    if (!program->trustedHosts.empty()) page.setting("pip_trusted_hosts", textList(program->trustedHosts));
    if (program->venv) page.setting("venv", Code::atom("true"));
    if (!program->installKfp) page.setting("install_kfp", Code::atom("false"));
    if (!program->kfpPackage.empty()) page.setting("kfp_package", textCode(program->kfpPackage));
    if (program->function != callee.name) page.setting("entry", textCode(program->function));
  }
  if (sharedEnvironment_.contains(&callee)) {
    Code variables = Code::record();
    for (const Node& variable : callee.container->find("env")->items) {
      const std::string& name = variable.find("name")->text;
      const Node* value = variable.find("value");
      variables.add(isIdentifier(name) ? name : quoted(name),
                    textCode(value == nullptr ? std::string_view() : value->text));
    }
    page.setting("env", variables);
  }
  passthrough(page, *callee.component);
  if (program != nullptr) {
    page.fence("python module", program->code);
  } else {
    containerBody(page, callee);
  }
  page.dedent();
  page.line("}");
}

void Writer::pipelineSettings(Page& page, Pipeline& pipeline) {
  if (support::toKebab(pipeline.name) != pipeline.emittedName) page.setting("name", textCode(pipeline.emittedName));
  if (pipeline.callee == nullptr) {
    if (const Node* display = document_.spec->find("pipelineInfo", "displayName"))
      page.setting("display_name", textCode(display->text));
    if (const Node* root = document_.spec->find("defaultPipelineRoot")) page.setting("root", textCode(root->text));
    if (!kfpVersion_.empty() && kfpVersion_ != kKfpVersion) page.setting("kfp_version", textCode(kfpVersion_));
    const auto number = [&](std::string_view key) -> std::optional<double> {
      const Node* node = document_.config == nullptr ? nullptr : document_.config->find(key);
      if (node == nullptr) return std::nullopt;
      return node->isText() ? std::strtod(node->text.c_str(), nullptr) : node->number;
    };
    if (const auto limit = number("activeDeadlineSeconds")) page.setting("timeout", durationCode(*limit));
    Code ttl = Code::record();
    for (const auto& [key, name] : {std::pair("resourceTtlOnCompletion", "completion"),
                                    {"resourceTtlOnSuccess", "success"},
                                    {"resourceTtlOnFailure", "failure"}}) {
      if (const auto seconds = number(key)) ttl.add(name, durationCode(*seconds));
    }
    if (!ttl.empty()) page.setting("ttl", ttl);
    if (const Node* workspace = document_.config == nullptr ? nullptr : document_.config->find("workspace")) {
      Code record = Code::record();
      record.add("size", quantityCode(workspace->find("size")->text));
      if (const Node* storage = workspace->find("kubernetes", "pvcSpecPatch", "storageClassName"))
        record.add("storage_class", textCode(storage->text));
      if (const Node* modes = workspace->find("kubernetes", "pvcSpecPatch", "accessModes"))
        record.add("access_modes", constantCode(*modes));
      page.setting("workspace", record);
    }
  }
  passthrough(page, *pipeline.component);
  const bool uncached =
      pipeline.tasks.size() > 1 && std::all_of(pipeline.tasks.begin(), pipeline.tasks.end(), [](const Statement* task) {
        const Node* caching = task->task->find("cachingOptions");
        return caching != nullptr && caching->items.empty();
      });
  if (!uncached) return;
  uncached_.insert(&pipeline);
  Code defaults = Code::record();
  defaults.add("cache", Code::atom("false"));
  page.setting("defaults", defaults);
}

void Writer::pipeline(Page& page, Pipeline& pipeline) {
  page.blank();
  const bool root = pipeline.callee == nullptr;
  if (const Node* description = root ? document_.spec->find("pipelineInfo", "description") : nullptr)
    page.doc(description->text);
  const bool unnamed = pipeline.outputs.size() == 1 && pipeline.outputs.front().name == "Output" &&
                       pipeline.outputs.front().description.empty();
  signature(page, "pipeline " + pipeline.name, pipeline.inputs, pipeline.outputs, unnamed);
  page.indent();
  pipelineSettings(page, pipeline);
  page.blank();
  block(page, pipeline.body);
  if (!pipeline.returned.empty()) {
    if (unnamed) {
      page.line("return " + refText(pipeline.returned.begin()->second, typeText(pipeline.outputs.front())));
    } else {
      Code record = Code::record();
      for (const Port& port : pipeline.outputs) {
        const auto value = pipeline.returned.find(port.name);
        if (value != pipeline.returned.end())
          record.add(port.name, Code::atom(refText(value->second, port.artifact ? std::string() : typeText(port))));
      }
      page.put("return ", record);
    }
  }
  page.dedent();
  page.line("}");
}

std::string Writer::run() {
  findKfpVersion();
  for (Callee& callee : model_.callees) orderPorts(callee);
  findObjects();
  for (Callee& callee : model_.callees) {
    claims_ = claims_ || callee.kind == Callee::Kind::CreateClaim || callee.kind == Callee::Kind::DeleteClaim;
    if (callee.kind != Callee::Kind::Component) continue;
    // The image that most tasks have becomes that of the component.
    std::map<std::string, size_t> images;
    bool shared = callee.tasks.size() > 1;
    const Node* variables = callee.container->find("env");
    for (const Statement* task : callee.tasks) {
      const std::string& image = task->container->find("image")->text;
      if (image.find("{{") == std::string::npos) ++images[image];
      const Node* own = task->container->find("env");
      shared = shared && variables != nullptr && own != nullptr && equal(*variables, *own);
    }
    if (shared) sharedEnvironment_.insert(&callee);
    const auto most = std::max_element(images.begin(), images.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    images_[&callee] = most == images.end() ? std::string(kDefaultImage) : most->first;
  }
  for (const Statement& statement : model_.statements) {
    for (const auto& [name, value] : statement.arguments) {
      if (value.kind == Value::Kind::Ref && value.ref.kind == Ref::Kind::Output)
        consumers_[{value.ref.from, value.ref.name}].insert(name);
    }
  }
  for (const Pipeline& pipeline : model_.pipelines) {
    for (const auto& [name, ref] : pipeline.returned) {
      if (name != "Output") consumers_[{ref.from, ref.name}].insert(name);
    }
  }
  nameDeclarations();
  for (Pipeline& pipeline : model_.pipelines) {
    std::set<std::string> parameters;
    for (const Port& port : pipeline.inputs) {
      if (taken_.insert(port.name).second) parameters.insert(port.name);
    }
    nameStatements(pipeline.body);
    for (const std::string& name : parameters) taken_.erase(name);
  }
  Page page;
  page.line(fmt::format("// Imported from a compiled pipeline of Kubeflow Pipelines ({}).", [&] {
    const Node* version = document_.spec->find("sdkVersion");
    return version == nullptr ? std::string("SDK unknown") : support::visible(version->text);
  }()));
  if (claims_) page.line("import kubernetes");
  declareTypes(page);
  declareObjects(page);
  for (Callee& callee : model_.callees) {
    if (callee.kind == Callee::Kind::Component) component(page, callee);
  }
  // Pipelines that are run by others come before those.
  for (auto it = model_.pipelines.rbegin(); it != model_.pipelines.rend(); ++it) pipeline(page, *it);
  return page.take();
}

}  // namespace mlpc::importers::kfp
