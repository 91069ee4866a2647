// The settings of tasks: those of the container, and those for Kubernetes.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "identifiers.h"
#include "mlpc/diag/import.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/units.h"
#include "recovery.h"
#include "writer.h"

namespace mlpc::importers::kfp {
namespace {

Code textMap(const Node& node) {
  Code record = Code::record();
  for (size_t i = 0; i < node.keys.size(); ++i) record.add(keyText(node.keys[i]), textCode(node.items[i].text));
  return record;
}

Code textItems(const Node& node) {
  Code list = Code::list();
  for (const Node& item : node.items) list.add(textCode(item.text));
  return list;
}

double wholeOf(const Node& node) { return node.isText() ? std::strtod(node.text.c_str(), nullptr) : node.number; }

/// Copies a string under another name.
void copyText(const Node& from, std::string_view key, Code& to, const std::string& name) {
  if (const Node* text = from.find(key)) to.add(name, textCode(text->text));
}

Code matchCode(const Node& node) {
  Code record = Code::record();
  copyText(node, "key", record, "key");
  copyText(node, "operator", record, "operator");
  if (const Node* values = node.find("values")) record.add("values", textItems(*values));
  return record;
}

/// `10m` for a duration of protobuf such as `600s`.
double secondsOf(const Node& node) { return std::strtod(node.text.c_str(), nullptr); }

}  // namespace

Code quantityCode(const std::string& text) {
  if (!support::Quantity::parse(text) || text.starts_with('-')) return textCode(text);
  // Kubernetes allows `+5`, `.5`, `5.` and `05`, which mlp does not read as numbers: the same amount is written
  // instead.
  std::string number = text.substr(text.starts_with('+') ? 1 : 0);
  const size_t whole = std::min(number.find_first_not_of("0123456789"), number.size());
  if (whole == 0) number.insert(0, "0");
  const size_t point = number.find('.');
  if (point != std::string::npos && (point + 1 == number.size() || !support::isDigit(number[point + 1])))
    number.erase(point, 1);
  if (number.find_first_not_of("0123456789") == std::string::npos)
    number.erase(0, std::min(number.find_first_not_of('0'), number.size() - 1));
  return Code::atom(std::move(number));
}

Code wholeCode(const Node& node) {
  auto value = static_cast<int64_t>(node.number);
  // As text it may have more digits than a double.
  if (node.isText()) std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
  return Code::atom(std::to_string(value));
}

Code durationCode(double seconds) {
  // Beyond this, the checker says that it is too long.
  constexpr double kMost = 9e15;
  if (!(seconds > -kMost && seconds < kMost)) return Code::atom(fmt::format("{:.0f}s", seconds));
  return Code::atom(support::Duration::seconds(static_cast<int64_t>(seconds)).text());
}

Code Writer::taskSettings(const Statement& statement) const {
  Code settings = Code::record();
  const Node& task = *statement.task;
  if (statement.nameGiven) settings.add("name", textCode(statement.name));
  if (const Node* display = task.find("taskInfo", "name"); display != nullptr && display->text != statement.name) {
    settings.add("display_name", textCode(display->text));
  }
  if (!statement.after.empty()) {
    Code after = Code::list();
    for (const Statement* earlier : statement.after) after.add(Code::atom(earlier->let));
    settings.add("after", std::move(after));
  }
  if (statement.alwaysRun && !statement.exitTask) settings.add("always_run", Code::atom("true"));
  if (const Node* caching = task.find("cachingOptions")) {
    const Node* enabled = caching->find("enableCache");
    const bool off = enabled == nullptr || !enabled->isTrue();
    if (off && !uncached_.contains(statement.pipeline)) settings.add("cache", Code::atom("false"));
    copyText(*caching, "cacheKey", settings, "cache_key");
  }
  if (statement.pod != nullptr) {
    if (const Node* limit = statement.pod->find("activeDeadlineSeconds"))
      settings.add("timeout", durationCode(wholeOf(*limit)));
  }
  if (const Node* retry = task.find("retryPolicy")) {
    Code record = Code::record();
    const Node* max = retry->find("maxRetryCount");
    record.add("max", max == nullptr ? Code::atom("0") : wholeCode(*max));
    if (const Node* wait = retry->find("backoffDuration"); wait != nullptr && secondsOf(*wait) != 0)
      record.add("backoff", durationCode(secondsOf(*wait)));
    if (const Node* factor = retry->find("backoffFactor"); factor != nullptr && factor->number != 2)
      record.add("factor", constantCode(*factor, "float"));
    if (const Node* cap = retry->find("backoffMaxDuration"); cap != nullptr && secondsOf(*cap) != 3600)
      record.add("cap", durationCode(secondsOf(*cap)));
    settings.add("retry", std::move(record));
  }
  if (statement.container == nullptr || statement.callee == nullptr ||
      statement.callee->kind != Callee::Kind::Component)
    return settings;
  const Node& image = *statement.container->find("image");
  if (image.text != images_.at(statement.callee)) settings.add("image", passedText(image, statement));
  environment(statement, settings);
  resources(statement, settings);
  if (statement.pod != nullptr) {
    volumes(statement, settings);
    placement(statement, settings);
    pod(statement, settings);
  }
  return settings;
}

void Writer::resources(const Statement& statement, Code& settings) const {
  const Node* resources = statement.container->find("resources");
  if (resources == nullptr) return;
  const auto amount = [&](const Node& node) {
    if (node.text.find("{{") != std::string::npos) return passedText(node, statement);
    return quantityCode(node.text);
  };
  Code all = Code::record();
  for (const auto& [kind, name] : {std::pair("Request", "requests"), {"Limit", "limits"}}) {
    Code record = Code::record();
    for (const auto& [resource, key] : {std::pair("Cpu", "cpu"), {"Memory", "memory"}}) {
      if (const Node* text = resources->find(fmt::format("resource{}{}", resource, kind))) {
        record.add(key, amount(*text));
      } else if (const Node* number = resources->find(fmt::format("{}{}", key, kind))) {
        // Older documents only contain cores and units of 10^9 bytes.
        const bool cpu = resource == std::string_view("Cpu");
        record.add(key, Code::atom(fmt::format("{}", cpu ? number->number : std::round(number->number * 1e9))));
      }
    }
    if (!record.empty()) all.add(name, std::move(record));
  }
  if (!all.empty()) settings.add("resources", std::move(all));
  if (const Node* accelerator = resources->find("accelerator")) {
    Code record = Code::record();
    const Node* type = accelerator->find("resourceType");
    if (type == nullptr) type = accelerator->find("type");
    if (type != nullptr) record.add("type", passedText(*type, statement));
    const Node* count = accelerator->find("resourceCount");
    if (count == nullptr) count = accelerator->find("count");
    if (count != nullptr)
      record.add("count",
                 count->text.find("{{") != std::string::npos ? passedText(*count, statement) : wholeCode(*count));
    settings.add("accelerator", std::move(record));
  }
}

Code Writer::objectCode(const Node& entry, bool secret, const Statement& statement) const {
  const std::string name = secret ? "secretName" : "configMapName";
  const Node* parameter = entry.find(name + "Parameter");
  Value value;
  if (parameter != nullptr) value = podParameter(*parameter, statement);
  const Node* text = value.kind == Value::Kind::Constant ? value.node : entry.find(name);
  const Node* optional = entry.find("optional");
  const bool mayBeAbsent = optional != nullptr && optional->isTrue();
  const auto& objects = secret ? secrets_ : configMaps_;
  if (text != nullptr && text->isText() && !mayBeAbsent) {
    const auto again = again_.find(&entry);
    const auto object = objects.find({text->text, again == again_.end() ? 0 : again->second});
    if (object != objects.end()) return Code::atom(object->second.identifier);
  }
  Code call = Code::call(secret ? "secret" : "config_map");
  call.add("", text != nullptr ? textCode(text->text) : valueCode(value));
  if (mayBeAbsent) call.add("optional", Code::atom("true"));
  return call;
}

void Writer::environment(const Statement& statement, Code& settings) const {
  Code record = Code::record();
  if (const Node* variables = statement.container->find("env");
      variables != nullptr && !sharedEnvironment_.contains(statement.callee)) {
    for (const Node& variable : variables->items) {
      const Node* value = variable.find("value");
      record.add(keyText(variable.find("name")->text), textCode(value == nullptr ? std::string_view() : value->text));
    }
  }
  const auto entries = [&](std::string_view list, bool secret) {
    const Node* items = statement.pod == nullptr ? nullptr : statement.pod->find(list);
    if (items == nullptr) return;
    for (const Node& item : items->items) {
      const std::string object = oneLine(objectCode(item, secret, statement));
      const Node* pairs = item.find("keyToEnv");
      if (pairs == nullptr) continue;
      for (const Node& pair : pairs->items) {
        const std::string& key = pair.find(secret ? "secretKey" : "configMapKey")->text;
        const bool declared = object.find('(') == std::string::npos;
        record.add(
            keyText(pair.find("envVar")->text),
            Code::atom(secret && declared && isIdentifier(key) && key != "name" ? object + '.' + key
                                                                                : object + '[' + quoted(key) + ']'));
      }
    }
  };
  entries("secretAsEnv", true);
  entries("configMapAsEnv", false);
  if (const Node* paths = statement.pod == nullptr ? nullptr : statement.pod->find("fieldPathAsEnv")) {
    for (const Node& path : paths->items) {
      Code call = Code::call("field");
      call.add("", textCode(path.find("fieldPath")->text));
      record.add(keyText(path.find("name")->text), std::move(call));
    }
  }
  if (!record.empty()) settings.add("env", std::move(record));
}

void Writer::volumes(const Statement& statement, Code& settings) const {
  Code record = Code::record();
  const auto entries = [&](std::string_view list, auto&& each) {
    if (const Node* items = statement.pod->find(list)) {
      for (const Node& item : items->items) record.add(quoted(item.find("mountPath")->text), each(item));
    }
  };
  entries("secretAsVolume", [&](const Node& item) { return objectCode(item, true, statement); });
  entries("configMapAsVolume", [&](const Node& item) { return objectCode(item, false, statement); });
  entries("pvcMount", [&](const Node& item) {
    const Node* parameter = item.find("pvcNameParameter");
    Code call = Code::call("pvc");
    const Node* constant = item.find("constant");
    call.add("", parameter == nullptr && constant != nullptr
                     ? textCode(constant->text)
                     : valueCode(podParameter(parameter == nullptr ? item : *parameter, statement)));
    copyText(item, "subPath", call, "sub_path");
    return call;
  });
  entries("emptyDirMounts", [&](const Node& item) {
    Code call = Code::call("empty_dir");
    copyText(item, "volumeName", call, "name");
    copyText(item, "medium", call, "medium");
    if (const Node* size = item.find("sizeLimit")) call.add("size", quantityCode(size->text));
    return call;
  });
  entries("genericEphemeralVolume", [&](const Node& item) {
    Code call = Code::call("ephemeral");
    copyText(item, "volumeName", call, "name");
    call.add("size", quantityCode(item.find("size")->text));
    if (const Node* modes = item.find("accessModes")) call.add("access_modes", textItems(*modes));
    const Node* byDefault = item.find("defaultStorageClass");
    if (item.find("storageClassName") == nullptr && (byDefault == nullptr || !byDefault->isTrue()))
      call.add("storage_class", textCode(""));
    copyText(item, "storageClassName", call, "storage_class");
    if (const Node* labels = item.find("metadata", "labels")) call.add("labels", textMap(*labels));
    if (const Node* annotations = item.find("metadata", "annotations")) call.add("annotations", textMap(*annotations));
    return call;
  });
  if (!record.empty()) settings.add("volumes", std::move(record));
}

void Writer::placement(const Statement& statement, Code& settings) const {
  const Node& pod = *statement.pod;
  if (const Node* selector = pod.find("nodeSelector")) {
    if (const Node* labels = selector->find("labels")) settings.add("node_selector", textMap(*labels));
    if (const Node* json = selector->find("nodeSelectorJson"))
      settings.add("node_selector", valueCode(podParameter(*json, statement)));
  }
  if (const Node* tolerations = pod.find("tolerations")) {
    Code list = Code::list();
    const auto& items = tolerations->items;
    for (const Node& item : items) {
      if (const Node* json = item.find("tolerationJson")) {
        // If there are others, each counts as a single toleration, although it may be a list.
        const Value value = podParameter(*json, statement);
        list.add(valueCode(value, items.size() > 1 && value.kind == Value::Kind::Ref ? "map" : ""));
        continue;
      }
      Code record = Code::record();
      copyText(item, "key", record, "key");
      copyText(item, "operator", record, "operator");
      copyText(item, "value", record, "value");
      copyText(item, "effect", record, "effect");
      if (const Node* seconds = item.find("tolerationSeconds")) record.add("toleration_seconds", wholeCode(*seconds));
      list.add(std::move(record));
    }
    // A value that may be a whole list must be on its own.
    const Value only = items.size() == 1 && items[0].find("tolerationJson") != nullptr
                           ? podParameter(*items[0].find("tolerationJson"), statement)
                           : Value();
    const bool alone = only && !(only.kind == Value::Kind::Ref && types_.seen(only.ref).starts_with("map"));
    settings.add("tolerations", alone ? list.items.front() : std::move(list));
  }
  if (const Node* affinity = pod.find("nodeAffinity")) {
    Code list = Code::list();
    for (const Node& item : affinity->items) {
      if (const Node* json = item.find("nodeAffinityJson")) {
        if (affinity->items.size() == 1) {
          settings.add("node_affinity", valueCode(podParameter(*json, statement)));
          return;
        }
        diags_.report(json->span, diag::importAffinityJson);
        continue;
      }
      Code record = Code::record();
      for (const auto& [key, name] :
           {std::pair("matchExpressions", "match_expressions"), {"matchFields", "match_fields"}}) {
        const Node* matches = item.find(key);
        if (matches == nullptr) continue;
        Code terms = Code::list();
        for (const Node& match : matches->items) terms.add(matchCode(match));
        record.add(name, std::move(terms));
      }
      if (const Node* weight = item.find("weight")) record.add("weight", wholeCode(*weight));
      list.add(std::move(record));
    }
    settings.add("node_affinity", std::move(list));
  }
}

void Writer::pod(const Statement& statement, Code& settings) const {
  const Node& pod = *statement.pod;
  if (const Node* labels = pod.find("podMetadata", "labels")) settings.add("labels", textMap(*labels));
  if (const Node* annotations = pod.find("podMetadata", "annotations"))
    settings.add("annotations", textMap(*annotations));
  if (const Node* secrets = pod.find("imagePullSecret")) {
    Code list = Code::list();
    for (const Node& item : secrets->items) list.add(objectCode(item, true, statement));
    settings.add("image_pull_secrets", std::move(list));
  }
  copyText(pod, "imagePullPolicy", settings, "image_pull_policy");
  if (const Node* context = pod.find("securityContext")) {
    Code record = Code::record();
    if (const Node* user = context->find("runAsUser")) record.add("run_as_user", wholeCode(*user));
    if (const Node* group = context->find("runAsGroup")) record.add("run_as_group", wholeCode(*group));
    if (const Node* flag = context->find("runAsNonRoot")) record.add("run_as_non_root", constantCode(*flag));
    settings.add("security_context", std::move(record));
  }
  const Node* containers = pod.find("initContainers");
  if (containers == nullptr) return;
  Code list = Code::list();
  for (const Node& item : containers->items) {
    Code record = Code::record();
    copyText(item, "name", record, "name");
    copyText(item, "image", record, "image");
    for (const char* key : {"command", "args"}) {
      if (const Node* words = item.find(key)) record.add(key, textItems(*words));
    }
    if (const Node* variables = item.find("env")) {
      Code env = Code::record();
      for (const Node& variable : variables->items) {
        const Node* value = variable.find("value");
        env.add(keyText(variable.find("name")->text), textCode(value == nullptr ? std::string_view() : value->text));
      }
      record.add("env", std::move(env));
    }
    if (const Node* mounts = item.find("volumeMounts")) {
      Code map = Code::record();
      for (const Node& mount : mounts->items)
        map.add(quoted(mount.find("mountPath")->text), textCode(mount.find("volumeName")->text));
      record.add("volumes", std::move(map));
    }
    if (const Node* resources = item.find("resources")) {
      Code amounts = Code::record();
      for (const char* kind : {"requests", "limits"}) {
        const Node* given = resources->find(kind);
        if (given == nullptr) continue;
        Code map = Code::record();
        for (size_t i = 0; i < given->keys.size(); ++i)
          map.add(keyText(given->keys[i]), quantityCode(given->items[i].text));
        amounts.add(kind, std::move(map));
      }
      record.add("resources", std::move(amounts));
    }
    copyText(item, "restartPolicy", record, "restart_policy");
    list.add(std::move(record));
  }
  settings.add("init_containers", std::move(list));
}

}  // namespace mlpc::importers::kfp
