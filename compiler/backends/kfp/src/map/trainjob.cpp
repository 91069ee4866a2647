#include "map/trainjob.h"

#include <algorithm>

#include "map/python_expression.h"
#include "mlpc/backends/common/trainjob.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::kfp {

namespace {

// `_manifest` is the TrainJob without a name; `_prefix` is the beginning of the name that Kubernetes generates, so that
// runs do not collide.
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

// How mlp converts a value to a string.
constexpr std::string_view kText = R"py(

def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)

)py";

// Kubernetes would expand `$(NAME)` and read `$$` as `$`.
constexpr std::string_view kLiteral = R"py(

def _literal(text):
    import re
    return re.sub(r'\$(?=[$(])', '$$', text)

)py";

// A field is left out if its optional input has no value.
constexpr std::string_view kPresent = R"py(

def _present(value):
    if isinstance(value, dict):
        return {key: _present(item) for key, item in value.items() if item is not None}
    return [_present(item) for item in value] if isinstance(value, list) else value

)py";

bool isAbsentByDefault(const ir::Port& port) {
  return port.optional && (!port.defaultValue || port.defaultValue->isNull());
}

bool isKind(const ir::PortType& type, ir::ParameterKind kind) {
  const auto* known = std::get_if<ir::ParameterKind>(&type.kind);
  return known != nullptr && *known == kind;
}

/// Inputs in the manifest: expressions over the parameters of the launcher's function.
class Inputs {
 public:
  explicit Inputs(const std::vector<ir::Port>& ports) : ports_(ports) {}

  emit::Node node(const ir::Value& value, Wanted wanted) {
    const auto* input = value.as<ir::InputRef>();
    if (input != nullptr && wanted == Wanted::Data) return code(input->name);
    const ir::Port* port = input == nullptr ? nullptr : portOf(input->name);
    if (port != nullptr && isKind(port->type, ir::ParameterKind::List))
      return code(each(*port, "[" + item(*port, wanted) + " for item in "));
    if (port != nullptr && isKind(port->type, ir::ParameterKind::Map))
      return code(each(*port, "{key: " + item(*port, wanted) + " for key, item in "));
    std::string text = this->text(value);
    if (wanted != Wanted::Escaped) return code(std::move(text));
    literal_ = true;
    return code("_literal(" + text + ')');
  }

  /// The functions that the expressions call.
  [[nodiscard]] std::string helpers() const {
    return std::string(text_ ? kText : std::string_view()) + std::string(literal_ ? kLiteral : std::string_view());
  }

 private:
  static emit::Node code(std::string expression) {
    return std::move(emit::Node(std::move(expression)).styled(emit::Style::Code));
  }

  std::string text(const ir::Value& value) {
    if (const support::Constant* constant = value.scalar()) return support::quotePython(constant->toText());
    if (const auto* input = value.as<ir::InputRef>()) {
      if (isText(input->name)) return input->name;
      text_ = true;
      return "_text(" + input->name + ')';
    }
    if (const auto* interpolation = value.as<ir::Interpolation>()) {
      std::string result;
      for (const ir::Value& part : interpolation->parts) result += (result.empty() ? "" : " + ") + text(part);
      return result.empty() ? "''" : result;
    }
    return std::string(emit::kUnmapped);
  }

  /// An item of a list or map, as `wanted`.
  std::string item(const ir::Port& port, Wanted wanted) {
    const bool strings = !port.type.element.empty() && isKind(port.type.element.front(), ir::ParameterKind::String);
    std::string text = strings ? "item" : "_text(item)";
    text_ = text_ || !strings;
    if (wanted != Wanted::Escaped) return text;
    literal_ = true;
    return "_literal(" + text + ')';
  }

  /// A comprehension over a whole input. One that is not given stays so.
  static std::string each(const ir::Port& port, std::string comprehension) {
    const bool map = isKind(port.type, ir::ParameterKind::Map);
    comprehension += port.name + (map ? ".items()}" : "]");
    return isAbsentByDefault(port) ? port.name + " and " + comprehension : comprehension;
  }

  [[nodiscard]] const ir::Port* portOf(std::string_view name) const {
    const auto port = std::find_if(ports_.begin(), ports_.end(), [&](const ir::Port& p) { return p.name == name; });
    return port == ports_.end() ? nullptr : &*port;
  }

  [[nodiscard]] bool isText(std::string_view name) const {
    const ir::Port* port = portOf(name);
    return port != nullptr && isKind(port->type, ir::ParameterKind::String);
  }

  const std::vector<ir::Port>& ports_;
  bool text_ = false;
  bool literal_ = false;
};

/// The code that builds `_manifest`.
std::string manifestCode(const ir::Program& program, const ir::TrainJob& job) {
  Inputs inputs(job.inputs);
  Context context{program};
  context.runTime = [&](const ir::Value& value, Wanted wanted) { return inputs.node(value, wanted); };
  const std::string manifest = pythonExpression(trainJob(context, job.fields, emit::Node()));
  const bool absent = std::any_of(job.inputs.begin(), job.inputs.end(), isAbsentByDefault);
  std::string code = inputs.helpers();
  if (absent) code += kPresent;
  if (!code.empty()) code += '\n';
  return code + "_manifest = " + (absent ? "_present(" + manifest + ')' : manifest) + '\n';
}

}  // namespace

Container trainJobLauncher(const ir::Program& program, const ir::TrainJob& job, std::string_view kfpVersion) {
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
  std::string code = manifestCode(program, job);
  // The name that Kubernetes generates has five more characters, and those of the job's pods are longer still.
  code += "_prefix = " + support::quotePython(job.jobName.substr(0, 40) + '-') + '\n';
  code += kLaunch;
  component.body = ir::PythonBody{std::move(code)};
  return componentContainer(component, kfpVersion);
}

}  // namespace mlpc::backends::kfp
