#include "map/platform.h"

#include <algorithm>

#include "map/struct_value.h"
#include "map/task_inputs.h"
#include "mlpc/ir/access.h"
#include "mlpc/vocabulary/prelude.h"
#include "names.h"
#include "objects.h"
#include "values.h"

namespace mlpc::backends::kfp {

namespace {

using vocabulary::prelude::AffinityTerm;
using vocabulary::prelude::EmptyDirInput;
using vocabulary::prelude::EphemeralInput;
using vocabulary::prelude::InitContainer;
using vocabulary::prelude::Match;
using vocabulary::prelude::PipelineSettings;
using vocabulary::prelude::PvcInput;
using vocabulary::prelude::SecurityContext;
using vocabulary::prelude::TaskOptions;
using vocabulary::prelude::Toleration;

emit::Node textNode(const ir::Value& value) { return std::move(emit::Node(textOf(value)).at(value.origin)); }

/// The string of an argument of a built-in call, if it has one.
void setArgument(emit::Node& node, std::string_view key, const ir::Call& call, vocabulary::FieldName name) {
  const ir::Value* value = ir::argument(call, name);
  if (value != nullptr && !textOf(*value).empty()) node.set(key, textNode(*value));
}

emit::Node textMap(const std::vector<ir::Field>& fields) {
  emit::Node::Mapping entries;
  for (const ir::Field& field : fields) entries.push_back({field.key, textNode(field.value), field.keyOrigin});
  return emit::Node::mapping(std::move(entries));
}

emit::Node constantParameter(emit::Node value) {
  emit::Node node;
  node.set("runtimeValue", emit::Node::mapping()).set("constant", std::move(value));
  return node;
}

/// Copies the constant field `from` of a record as a string.
void copyText(const ir::Value& record, vocabulary::FieldName from, emit::Node& node, std::string_view to) {
  const ir::Value* value = record.field(from);
  if (value == nullptr || value->scalar() == nullptr || value->scalar()->isNull()) return;
  node.set(to, textNode(*value));
}

emit::Node textList(const ir::Value* value) {
  emit::Node::Sequence items;
  const auto* list = value == nullptr ? nullptr : value->as<ir::ListValue>();
  if (list != nullptr) {
    for (const ir::Value& item : list->items) items.push_back(textNode(item));
  }
  return emit::Node::sequence(std::move(items));
}

constexpr size_t kLongestStem = 58;

class Config {
 public:
  Config(const Plan& plan, const ir::Task& task, ScopeIndex scope)
      : plan_(plan), options_(*task.options), scope_(scope) {}

  emit::Node run() {
    environment();
    volumes();
    pullImages();
    placement();
    pod();
    for (const ir::Value& container : options_.initContainers) initContainer(container);
    return std::move(node_);
  }

 private:
  /// The parameter from which the pod's driver takes a value: the constant, or where to find it.
  emit::Node parameter(const ir::Value& value) {
    if (auto constant = value.constant()) {
      return std::move(constantParameter(structValue(*constant)).at(value.origin));
    }
    const Channel* channel = plan_.channel(value);
    if (channel == nullptr || channel->type.artifact != nullptr || channel->kind == Channel::Kind::Field) {
      return constantParameter(emit::Node(emit::kUnmapped));
    }
    return std::move(sourceNode(plan_.sourceOf(*channel, scope_)).at(value.origin));
  }

  /// A named object: the field of older versions if the name is known, and the parameter.
  void name(emit::Node& node, const ObjectName& object, const std::string& field) {
    if (object.text) {
      node.set(field, *object.text).at(object.nameOrigin);
      node.set(field + "Parameter", constantParameter(emit::Node(*object.text))).at(object.nameOrigin);
    } else {
      node.set(field + "Parameter", parameter(*object.value));
    }
  }

  void environment() {
    for (const ir::Field& field : options_.env) {
      if (const auto* call = field.value.as<ir::Call>(); call != nullptr && call->function == Builtin::Field) {
        emit::Node entry;
        entry.set("fieldPath", call->arguments.empty() ? emit::Node("") : textNode(call->arguments.front().value))
            .orAt(field.value.origin);
        entry.set("name", field.key).at(field.keyOrigin);
        node_["fieldPathAsEnv"].push(std::move(entry));
        continue;
      }
      const auto object = objectNameOf(plan_.program(), field.value);
      if (object) variable(*object, field);
    }
  }

  void variable(const ObjectName& object, const ir::Field& field) {
    const bool secret = object.kind == ObjectName::Kind::Secret;
    emit::Node pair;
    pair.set("envVar", field.key).at(field.keyOrigin);
    pair.set(secret ? "secretKey" : "configMapKey", object.key).at(object.keyOrigin);

    emit::Node entry;
    entry.at(field.value.origin);
    this->name(entry, object, secret ? "secretName" : "configMapName");
    entry.set("optional", object.optional);
    emit::Node& list = node_[secret ? "secretAsEnv" : "configMapAsEnv"];
    // Variables from one object are grouped, if they come through the same declaration.
    std::string key = (secret ? "secret " : "config map ") + (object.text ? *object.text : nameText(*object.value));
    if (!object.declared.empty()) key += " as " + object.declared;
    if (object.optional) key += '?';
    auto* items = list.as<emit::Node::Sequence>();
    for (const auto& [known, index] : groups_) {
      if (known == key) {
        (*items)[index]["keyToEnv"].push(std::move(pair));
        return;
      }
    }
    entry.set("keyToEnv", emit::Node::sequence()).push(std::move(pair));
    groups_.emplace_back(std::move(key), items == nullptr ? 0 : items->size());
    list.push(std::move(entry));
  }

  std::string nameText(const ir::Value& value) {
    const Channel* channel = plan_.channel(value);
    return channel == nullptr ? std::string() : channel->input;
  }

  void volumes() {
    for (const ir::Field& field : options_.volumes) {
      const auto* call = field.value.as<ir::Call>();
      if (call == nullptr || (call->function != Builtin::EmptyDir && call->function != Builtin::Ephemeral)) continue;
      if (const std::string name = textArgument(*call, EphemeralInput::Name); !name.empty()) volumeNames_.insert(name);
    }
    for (const ir::Field& field : options_.volumes) {
      const auto* call = field.value.as<ir::Call>();
      if (call != nullptr && call->function == Builtin::EmptyDir) {
        emptyDir(*call, field);
      } else if (call != nullptr && call->function == Builtin::Ephemeral) {
        ephemeral(*call, field);
      } else if (const auto object = objectNameOf(plan_.program(), field.value)) {
        object->kind == ObjectName::Kind::Claim ? claim(*object, call, field) : mount(*object, field);
      }
    }
  }

  /// The entry for a volume, and where it is mounted.
  static emit::Node mounted(const ir::Field& field) {
    emit::Node entry = emit::Node::mapping();
    entry.at(field.value.origin);
    entry.set("mountPath", field.key).at(field.keyOrigin);
    return entry;
  }

  void mount(const ObjectName& object, const ir::Field& field) {
    const bool secret = object.kind == ObjectName::Kind::Secret;
    emit::Node entry = mounted(field);
    name(entry, object, secret ? "secretName" : "configMapName");
    entry.set("optional", object.optional);
    node_[secret ? "secretAsVolume" : "configMapAsVolume"].push(std::move(entry));
  }

  void claim(const ObjectName& object, const ir::Call* call, const ir::Field& field) {
    emit::Node entry;
    if (object.text) {
      entry.set("constant", *object.text).at(object.nameOrigin);
      entry.set("pvcNameParameter", constantParameter(emit::Node(*object.text))).at(object.nameOrigin);
    } else {
      // In older versions the same fields are one level higher.
      emit::Node reference = parameter(*object.value);
      entry = reference;
      entry.set("pvcNameParameter", std::move(reference));
    }
    entry.at(field.value.origin);
    entry.set("mountPath", field.key).at(field.keyOrigin);
    if (call != nullptr) setArgument(entry, "subPath", *call, PvcInput::SubPath);
    node_["pvcMount"].push(std::move(entry));
  }

  /// The name of a volume of the pod: the given one, otherwise one derived from its path.
  emit::Node volumeName(const ir::Call& call, const ir::Field& field) {
    const std::string& path = field.key;
    const ir::Value* given = ir::argument(call, EphemeralInput::Name);
    if (given != nullptr && !textOf(*given).empty()) return textNode(*given);
    // Names of volumes have at most 63 characters, and a number may have to be appended.
    std::string name =
        objectName(std::string_view(path).substr(path.size() > kLongestStem ? path.size() - kLongestStem : 0));
    return std::move(emit::Node(volumeNames_.claim(name.empty() ? "volume" : std::move(name))).at(field.keyOrigin));
  }

  void emptyDir(const ir::Call& call, const ir::Field& field) {
    emit::Node entry = mounted(field);
    entry.set("volumeName", volumeName(call, field));
    setArgument(entry, "medium", call, EmptyDirInput::Medium);
    setArgument(entry, "sizeLimit", call, EmptyDirInput::Size);
    node_["emptyDirMounts"].push(std::move(entry));
  }

  void ephemeral(const ir::Call& call, const ir::Field& field) {
    emit::Node entry = mounted(field);
    entry.set("accessModes", textList(ir::argument(call, EphemeralInput::AccessModes)));
    // `""` is the class of existing volumes, which the document expresses by omitting it.
    setArgument(entry, "storageClassName", call, EphemeralInput::StorageClass);
    if (ir::argument(call, EphemeralInput::StorageClass) == nullptr) entry.set("defaultStorageClass", true);
    emit::Node metadata;
    for (const EphemeralInput kind : {EphemeralInput::Annotations, EphemeralInput::Labels}) {
      const ir::Value* value = ir::argument(call, kind);
      const auto* record = value == nullptr ? nullptr : value->as<ir::RecordValue>();
      if (record != nullptr && !record->fields.empty()) metadata.set(vocabulary::name(kind), textMap(record->fields));
    }
    if (!metadata.empty()) entry.set("metadata", std::move(metadata));
    const ir::Value* size = ir::argument(call, EphemeralInput::Size);
    entry.set("size", size == nullptr ? emit::Node("") : textNode(*size));
    entry.set("volumeName", volumeName(call, field));
    node_["genericEphemeralVolume"].push(std::move(entry));
  }

  void pullImages() {
    for (const ir::Value& value : options_.imagePullSecrets) {
      emit::Node entry = emit::Node::mapping();
      entry.at(value.origin);
      if (const auto object = objectNameOf(plan_.program(), value)) {
        name(entry, *object, "secretName");
      } else if (const std::string* text = value.text()) {
        name(entry, {ObjectName::Kind::Secret, *text, nullptr, {}, {}, false, value.origin, value.origin, {}},
             "secretName");
      } else {
        entry.set("secretNameParameter", parameter(value));
      }
      node_["imagePullSecret"].push(std::move(entry));
    }
    if (options_.imagePullPolicy) node_.set("imagePullPolicy", textNode(*options_.imagePullPolicy));
  }

  void placement() {
    if (options_.nodeSelector) {
      const auto* record = options_.nodeSelector->as<ir::RecordValue>();
      if (record == nullptr) {
        node_["nodeSelector"].set("nodeSelectorJson", parameter(*options_.nodeSelector));
      } else if (!record->fields.empty()) {
        node_["nodeSelector"].set("labels", textMap(record->fields)).at(options_.nodeSelector->origin);
      }
    }
    if (options_.tolerations) {
      if (const auto* list = options_.tolerations->as<ir::ListValue>()) {
        for (const ir::Value& item : list->items) toleration(item);
      } else {
        toleration(*options_.tolerations);
      }
    }
    if (options_.nodeAffinity) {
      if (const auto* list = options_.nodeAffinity->as<ir::ListValue>()) {
        for (const ir::Value& item : list->items) affinity(item);
      } else {
        emit::Node term;
        term.set("nodeAffinityJson", parameter(*options_.nodeAffinity));
        node_["nodeAffinity"].push(std::move(term));
      }
    }
  }

  void toleration(const ir::Value& value) {
    emit::Node entry;
    if (value.as<ir::RecordValue>() == nullptr) {
      entry.set("tolerationJson", parameter(value));
    } else {
      copyText(value, Toleration::Effect, entry, "effect");
      copyText(value, Toleration::Key, entry, "key");
      copyText(value, Toleration::Operator, entry, "operator");
      copyText(value, Toleration::TolerationSeconds, entry, "tolerationSeconds");
      copyText(value, Toleration::Value, entry, "value");
    }
    if (entry.isNull()) entry = emit::Node::mapping();
    node_["tolerations"].push(std::move(entry)).orAt(value.origin);
  }

  void affinity(const ir::Value& term) {
    emit::Node entry;
    for (const auto& [from, to] :
         {std::pair{AffinityTerm::MatchExpressions, "matchExpressions"}, {AffinityTerm::MatchFields, "matchFields"}}) {
      const ir::Value* value = term.field(from);
      const auto* list = value == nullptr ? nullptr : value->as<ir::ListValue>();
      if (list == nullptr || list->items.empty()) continue;
      emit::Node& matches = entry.set(to, emit::Node::sequence());
      for (const ir::Value& item : list->items) {
        emit::Node match;
        match.at(item.origin);
        copyText(item, Match::Key, match, "key");
        copyText(item, Match::Operator, match, "operator");
        emit::Node values = textList(item.field(Match::Values));
        if (!values.empty()) match.set("values", std::move(values));
        matches.push(std::move(match));
      }
    }
    if (const ir::Value* weight = term.field(AffinityTerm::Weight); weight != nullptr && weight->scalar() != nullptr) {
      if (const auto* number = weight->scalar()->as<int64_t>()) {
        entry.set("weight", static_cast<double>(*number)).at(weight->origin);
      }
    }
    if (entry.isNull()) entry = emit::Node::mapping();
    node_["nodeAffinity"].push(std::move(entry)).at(term.origin);
  }

  void pod() {
    emit::Node metadata;
    if (!options_.annotations.empty()) metadata.set("annotations", textMap(options_.annotations));
    if (!options_.labels.empty()) metadata.set("labels", textMap(options_.labels));
    if (!metadata.empty()) node_.set("podMetadata", std::move(metadata));
    if (options_.timeout) {
      node_.set("activeDeadlineSeconds", std::to_string(options_.timeout->inSeconds()))
          .at(valueOriginOf(options_.origins, TaskOptions::Timeout, {}));
    }
    if (options_.securityContext) {
      emit::Node context;
      copyText(*options_.securityContext, SecurityContext::RunAsGroup, context, "runAsGroup");
      copyText(*options_.securityContext, SecurityContext::RunAsUser, context, "runAsUser");
      const ir::Value* flag = options_.securityContext->field(SecurityContext::RunAsNonRoot);
      if (flag != nullptr && flag->scalar() != nullptr && flag->scalar()->as<bool>() != nullptr) {
        context.set("runAsNonRoot", isTrue(flag)).at(flag->origin);
      }
      if (!context.empty()) node_.set("securityContext", std::move(context));
    }
  }

  void initContainer(const ir::Value& value) {
    emit::Node entry = emit::Node::mapping();
    entry.at(value.origin);
    copyText(value, InitContainer::Image, entry, "image");
    copyText(value, InitContainer::Name, entry, "name");
    copyText(value, InitContainer::RestartPolicy, entry, "restartPolicy");
    for (const InitContainer list : {InitContainer::Args, InitContainer::Command}) {
      emit::Node items = textList(value.field(list));
      if (!items.empty()) entry.set(vocabulary::name(list), std::move(items));
    }
    const auto pairs = [&](InitContainer from, std::string_view to, std::string_view key, std::string_view text) {
      const ir::Value* field = value.field(from);
      const auto* record = field == nullptr ? nullptr : field->as<ir::RecordValue>();
      if (record == nullptr || record->fields.empty()) return;
      emit::Node& list = entry.set(to, emit::Node::sequence());
      for (const ir::Field& item : record->fields) {
        emit::Node pair;
        pair.set(key, item.key).at(item.keyOrigin);
        pair.set(text, textNode(item.value));
        list.push(std::move(pair));
      }
    };
    pairs(InitContainer::Env, "env", "name", "value");
    pairs(InitContainer::Volumes, "volumeMounts", "mountPath", "volumeName");
    if (const ir::Value* resources = value.field(InitContainer::Resources)) {
      emit::Node node;
      for (const auto kind : {vocabulary::prelude::Resources::Limits, vocabulary::prelude::Resources::Requests}) {
        const ir::Value* field = resources->field(kind);
        const auto* record = field == nullptr ? nullptr : field->as<ir::RecordValue>();
        if (record != nullptr && !record->fields.empty()) node.set(vocabulary::name(kind), textMap(record->fields));
      }
      if (!node.empty()) entry.set("resources", std::move(node));
    }
    node_["initContainers"].push(std::move(entry));
  }

  const Plan& plan_;
  const ir::TaskOptions& options_;
  ScopeIndex scope_;
  emit::Node node_;
  std::vector<std::pair<std::string, size_t>> groups_;
  UniqueNames volumeNames_;
};

}  // namespace

emit::Node kubernetesConfig(const Plan& plan, const ir::Task& task, ScopeIndex scope) {
  return Config(plan, task, scope).run();
}

emit::Node kubernetesPipelineConfig(const ir::Pipeline& pipeline) {
  emit::Node node;
  const auto seconds = [&](const char* key, PipelineSettings setting,
                           const std::optional<support::Duration>& duration) {
    if (duration) node.set(key, duration->inSeconds()).at(valueOriginOf(pipeline.origins, setting, pipeline.origin));
  };
  seconds("activeDeadlineSeconds", PipelineSettings::Timeout, pipeline.timeout);
  seconds("resourceTtlOnCompletion", PipelineSettings::Ttl, pipeline.ttlCompletion);
  seconds("resourceTtlOnFailure", PipelineSettings::Ttl, pipeline.ttlFailure);
  seconds("resourceTtlOnSuccess", PipelineSettings::Ttl, pipeline.ttlSuccess);
  if (pipeline.workspace) {
    emit::Node patch;
    if (!pipeline.workspace->accessModes.empty()) {
      emit::Node& modes = patch.set("accessModes", emit::Node::sequence()).at(pipeline.workspace->accessModesOrigin);
      for (const std::string& mode : pipeline.workspace->accessModes) modes.push(mode);
    }
    if (pipeline.workspace->storageClass) patch.set("storageClassName", textNode(*pipeline.workspace->storageClass));
    if (patch.isNull()) patch = emit::Node::mapping();
    emit::Node& workspace = node.set("workspace", emit::Node::mapping());
    workspace.set("kubernetes", emit::Node::mapping()).set("pvcSpecPatch", std::move(patch));
    workspace.set("size", textNode(pipeline.workspace->size));
    workspace.at(valueOriginOf(pipeline.origins, PipelineSettings::Workspace, pipeline.origin));
  }
  return node;
}

}  // namespace mlpc::backends::kfp
