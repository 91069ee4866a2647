#include "trainjob.h"

#include <algorithm>

#include "mlpc/diag/kfp.h"
#include "mlpc/ir/access.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/support/text.h"
#include "platform.h"

namespace mlpc::backends::kfp {

using support::Constant;

namespace {

// `_manifest` is the TrainJob without a name; `_prefix` begins the name that Kubernetes makes, so that runs do not
// meet.
constexpr std::string_view kLaunch = R"py(
import signal
import sys
import time

from kubernetes import client, config

_group, _version, _plural = 'trainer.kubeflow.org', 'v1alpha1', 'trainjobs'
config.load_incluster_config()
_namespace = _manifest['metadata'].get('namespace')
if not _namespace:
    with open('/var/run/secrets/kubernetes.io/serviceaccount/namespace') as _file:
        _namespace = _file.read().strip()
_manifest['metadata']['generateName'] = _prefix
_api = client.CustomObjectsApi()
_job = _api.create_namespaced_custom_object(_group, _version, _namespace, _plural, _manifest)
_name = _job['metadata']['name']
print(f'created TrainJob {_namespace}/{_name}', flush=True)


def _cancel(signum, frame):
    # The run was cancelled, or this task took too long: nobody waits for the job any more.
    _api.delete_namespaced_custom_object(_group, _version, _namespace, _plural, _name)
    sys.exit(f'deleted TrainJob {_namespace}/{_name}')


signal.signal(signal.SIGTERM, _cancel)
_seen, _errors = None, 0
while True:
    try:
        _status = _api.get_namespaced_custom_object(_group, _version, _namespace, _plural, _name).get('status', {})
        _errors = 0
    except client.ApiException as error:
        _errors += 1
        if error.status == 404 or _errors == 10:
            raise
        time.sleep(10)
        continue
    _conditions = {c['type']: c for c in _status.get('conditions', []) if c.get('status') == 'True'}
    _jobs = [f"{j['name']}: {j.get('active', 0)} active, {j.get('succeeded', 0)} succeeded, {j.get('failed', 0)} failed"
             for j in _status.get('jobsStatus', [])]
    _now = '; '.join(sorted(_conditions) + _jobs)
    if _now != _seen:
        print(_now or 'waiting', flush=True)
        _seen = _now
    if 'Complete' in _conditions:
        break
    if 'Failed' in _conditions:
        _why = _conditions['Failed']
        sys.exit(f"TrainJob {_namespace}/{_name} failed: {_why.get('reason', '')}: {_why.get('message', '')}")
    time.sleep(10)
return Outputs(name=_name)
)py";

bool isOneOf(std::string_view key, std::initializer_list<std::string_view> keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// Writes the manifest as a Python expression, in which inputs are variables.
///
/// The spelling of Kubernetes follows from ours except for the fields that are named here.
class Manifest {
 public:
  Manifest(const ir::Program& program, diag::Engine& diags) : program_(program), diags_(diags) {}

  std::string run(const ir::TrainJob& job) {
    Entries metadata;
    for (const std::string_view key : {"namespace", "labels", "annotations"}) {
      if (const ir::Value* value = job.fields.find(key)) metadata.add(std::string(key), entry(key, *value));
    }
    Entries spec;
    for (const ir::Field& field : job.fields.fields) {
      if (isOneOf(field.key, {"name", "namespace", "labels", "annotations"}) || isNothing(field.value)) continue;
      if (field.key == "runtime") {
        spec.add("runtimeRef", runtime(field.value));
      } else if (field.key == "timeout") {
        spec.add("activeDeadlineSeconds", seconds(field.value));
      } else if (field.key == "patches") {
        spec.add("runtimePatches", list(field.value, [&](const ir::Value& patch) { return this->patch(patch); }));
      } else {
        spec.add(support::toCamel(field.key), entry(field.key, field.value));
      }
    }
    // Without it the Torch plugin sets no variables.
    if (job.fields.find("trainer") == nullptr) spec.add("trainer", "{}");
    Entries manifest;
    manifest.add("apiVersion", "'trainer.kubeflow.org/v1alpha1'");
    manifest.add("kind", "'TrainJob'");
    manifest.add("metadata", metadata.text());
    manifest.add("spec", spec.text());
    return manifest.text();
  }

 private:
  /// The entries of a dict.
  class Entries {
   public:
    void add(const std::string& key, const std::string& expression) {
      if (!text_.empty()) text_ += ", ";
      text_ += support::quotePython(key) + ": " + expression;
    }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    [[nodiscard]] std::string text() const { return '{' + text_ + '}'; }

   private:
    std::string text_;
  };

  static bool isNothing(const ir::Value& value) { return value.scalar() != nullptr && value.scalar()->isNull(); }

  template <typename Each>
  std::string list(const ir::Value& value, Each&& each) {
    std::string text;
    for (const ir::Value& item : ir::items(&value)) text += (text.empty() ? "" : ", ") + each(item);
    return '[' + text + ']';
  }

  std::string named(const std::string& name) {
    Entries entries;
    entries.add("name", support::quotePython(name));
    return entries.text();
  }

  std::string entry(std::string_view key, const ir::Value& value) {
    if (key == "env") return environment(value);
    if (key == "secret" || key == "config_map") return objectVolume(key, value);
    if (key == "image_pull_secrets") {
      return list(value, [&](const ir::Value& secret) {
        const auto object = objectNameOf(program_, secret, diags_);
        return named(object && object->text ? *object->text : std::string());
      });
    }
    if (isOneOf(key, {"labels", "annotations", "node_selector", "match_labels", "volume_attributes", "requests",
                      "limits"})) {
      Entries entries;
      for (const ir::Field& field : ir::fields(&value)) entries.add(field.key, text(field.value));
      return entries.text();
    }
    if (key == "dataset" || key == "model") return source(value);
    return expression(value, isOneOf(key, {"command", "args"}));
  }

  /// Any other value: records in Kubernetes' spelling, lists, scalars.
  std::string expression(const ir::Value& value, bool escaped = false) {
    if (const auto* record = value.as<ir::RecordValue>()) {
      Entries entries;
      for (const ir::Field& field : record->fields) {
        if (isNothing(field.value)) continue;
        if (field.key == "termination_grace_period") {
          entries.add("terminationGracePeriodSeconds", seconds(field.value));
        } else {
          entries.add(support::toCamel(field.key), entry(field.key, field.value));
        }
      }
      return entries.text();
    }
    if (value.as<ir::ListValue>() != nullptr) {
      return list(value, [&](const ir::Value& item) { return expression(item, escaped); });
    }
    if (const auto* input = value.as<ir::InputRef>()) return input->name;
    if (const Constant* constant = value.scalar()) {
      if (const auto* flag = constant->as<bool>()) return *flag ? "True" : "False";
      if (constant->as<int64_t>() != nullptr || constant->as<double>() != nullptr) return constant->toText();
      const std::string plain = constant->toText();
      return support::quotePython(escaped ? support::escapeKubernetesExpansion(plain) : plain);
    }
    if (const auto* ref = value.as<ir::ResourceRef>()) {
      return support::quotePython(program_.resources[ref->resource].resourceName);
    }
    return text(value, escaped);
  }

  /// A value as text, whatever it is.
  std::string text(const ir::Value& value, bool escaped = false) {
    if (const Constant* constant = value.scalar()) {
      const std::string plain = constant->toText();
      return support::quotePython(escaped ? support::escapeKubernetesExpansion(plain) : plain);
    }
    if (const auto* input = value.as<ir::InputRef>()) return "str(" + input->name + ')';
    if (const auto* interpolation = value.as<ir::Interpolation>()) {
      std::string result;
      for (const ir::Value& part : interpolation->parts) result += (result.empty() ? "" : " + ") + text(part, escaped);
      return result;
    }
    diags_.report(value.origin, diag::kfpRunTimeSetting, "trainer");
    return "''";
  }

  std::string seconds(const ir::Value& value) {
    if (const auto duration = ir::duration(&value)) return std::to_string(duration->inSeconds());
    diags_.report(value.origin, diag::kfpRunTimeSetting, "timeout");
    return "0";
  }

  std::string runtime(const ir::Value& value) {
    Entries entries;
    if (const auto* ref = value.as<ir::ResourceRef>()) {
      const ir::Resource& resource = program_.resources[ref->resource];
      entries.add("apiGroup", "'trainer.kubeflow.org'");
      entries.add("kind",
                  resource.kind == "trainer.TrainingRuntime" ? "'TrainingRuntime'" : "'ClusterTrainingRuntime'");
      entries.add("name", support::quotePython(resource.resourceName));
    } else {
      entries.add("name", text(value));
    }
    return entries.text();
  }

  std::string source(const ir::Value& value) {
    Entries entries;
    if (const ir::Value* uri = value.field("storage_uri")) entries.add("storageUri", expression(*uri));
    if (const ir::Value* env = value.field("env")) entries.add("env", environment(*env));
    if (const ir::Value* secret = value.field("secret")) {
      const auto object = objectNameOf(program_, *secret, diags_);
      if (object && object->text) entries.add("secretRef", named(*object->text));
    }
    return entries.text();
  }

  std::string objectVolume(std::string_view key, const ir::Value& value) {
    const auto object = objectNameOf(program_, value, diags_);
    if (!object || !object->text) return "{}";
    Entries entries;
    entries.add(key == "secret" ? "secretName" : "name", support::quotePython(*object->text));
    if (object->optional) entries.add("optional", "True");
    return entries.text();
  }

  std::string environment(const ir::Value& value) {
    std::string items;
    for (const ir::Field& field : ir::fields(&value)) {
      Entries variable;
      variable.add("name", support::quotePython(field.key));
      const auto* call = field.value.as<ir::Call>();
      if (call != nullptr && call->function == "field") {
        Entries path;
        path.add("fieldPath", call->arguments.empty() ? "''" : text(call->arguments.front().value));
        variable.add("valueFrom", "{'fieldRef': " + path.text() + '}');
      } else if (const auto object = objectNameOf(program_, field.value, diags_)) {
        Entries reference;
        reference.add("name", object->text ? support::quotePython(*object->text) : text(*object->value));
        reference.add("key", support::quotePython(object->key));
        if (object->optional) reference.add("optional", "True");
        const bool secret = object->kind == ObjectName::Kind::Secret;
        variable.add("valueFrom",
                     std::string(secret ? "{'secretKeyRef': " : "{'configMapKeyRef': ") + reference.text() + '}');
      } else {
        variable.add("value", text(field.value, /*escaped=*/true));
      }
      items += (items.empty() ? "" : ", ") + variable.text();
    }
    return '[' + items + ']';
  }

  /// `{ labels, annotations }` under the names `labels` and `annotations` of `value`.
  Entries metadata(const ir::Value& value, const std::string& labels, const std::string& annotations) {
    Entries entries;
    for (const auto& [from, to] : {std::pair(labels, "labels"), std::pair(annotations, "annotations")}) {
      const ir::Value* map = value.field(from);
      if (map != nullptr && !ir::fields(map).empty()) entries.add(to, entry(to, *map));
    }
    return entries;
  }

  std::string patch(const ir::Value& value) {
    Entries body;
    if (const Entries meta = metadata(value, "labels", "annotations"); !meta.empty()) body.add("metadata", meta.text());
    if (const ir::Value* jobs = value.field("jobs")) {
      body.add("spec", "{'replicatedJobs': " + list(*jobs, [&](const ir::Value& job) { return jobPatch(job); }) + '}');
    }
    Entries entries;
    if (const ir::Value* manager = value.field("manager")) entries.add("manager", text(*manager));
    if (!body.empty()) entries.add("trainingRuntimeSpec", "{'template': " + body.text() + '}');
    return entries.text();
  }

  std::string jobPatch(const ir::Value& value) {
    Entries pod;
    if (const Entries meta = metadata(value, "pod_labels", "pod_annotations"); !meta.empty()) {
      pod.add("metadata", meta.text());
    }
    if (const ir::Value* spec = value.field("pod")) pod.add("spec", expression(*spec));
    Entries body;
    if (const Entries meta = metadata(value, "labels", "annotations"); !meta.empty()) body.add("metadata", meta.text());
    if (!pod.empty()) body.add("spec", "{'template': " + pod.text() + '}');
    Entries entries;
    if (const ir::Value* name = value.field("name")) entries.add("name", text(*name));
    if (!body.empty()) entries.add("template", body.text());
    return entries.text();
  }

  const ir::Program& program_;
  diag::Engine& diags_;
};

}  // namespace

Container trainJobLauncher(const ir::Program& program, const ir::TrainJob& job, std::string_view kfpVersion,
                           diag::Engine& diags) {
  ir::Component component;
  component.name = job.name;
  component.description = job.description;
  component.inputs = job.inputs;
  component.packages = {"kubernetes>=30,<34"};
  component.origin = job.origin;
  component.bodyOrigin = job.origin;
  ir::Port name;
  name.name = "name";
  component.outputs.push_back(std::move(name));
  std::string code = "_manifest = " + Manifest(program, diags).run(job) + '\n';
  // The name that Kubernetes makes has five characters more, and pods of the job have longer ones yet.
  code += "_prefix = " + support::quotePython(job.jobName.substr(0, 40) + '-') + '\n';
  code += kLaunch;
  component.body = ir::PythonBody{std::move(code)};
  return componentContainer(component, kfpVersion, diags);
}

}  // namespace mlpc::backends::kfp
