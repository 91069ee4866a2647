#include "container.h"

#include "mlpc/support/kfp_sdk.h"
#include "names.h"
#include "notebook.h"
#include "packaging.h"
#include "python_source.h"

namespace mlpc::backends::kfp {

using support::Overload;

namespace {

class CommandBuilder {
 public:
  CommandBuilder(const ir::Component& component, std::string_view kfpVersion)
      : component_(component), kfpVersion_(kfpVersion), ports_(component) {}

  Container run() {
    container_.image = {component_.image.empty() ? std::string(kDefaultImage) : component_.image,
                        component_.imageOrigin};
    if (component_.builtin == Builtin::KubernetesCreatePvc) container_.image.text = kCreateClaimImage;
    if (component_.builtin == Builtin::KubernetesDeletePvc) container_.image.text = kDeleteClaimImage;
    for (const ir::Field& field : component_.env) {
      const support::Constant* value = field.value.scalar();
      container_.env.push_back(
          {field.key, {value == nullptr ? std::string() : value->toText(), field.value.origin}, field.keyOrigin});
    }
    std::visit(
        Overload{
            [&](const ir::PythonBody& body) {
              const std::string helper = component_.embedded ? embeddedHelper(*component_.embedded) : std::string();
              python(component_.packages, helper, functionSource(component_, body.code));
            },
            [&](const ir::PythonModule& module) {
              const std::string helper = component_.embedded ? embeddedHelper(*component_.embedded) : std::string();
              python(component_.packages, helper, module.code);
            },
            [&](const ir::NotebookBody& notebook) {
              const std::string body = notebook.python ? *notebook.python : notebookBody(component_);
              const ir::Embedded* embedded = component_.embedded ? &*component_.embedded : nullptr;
              const bool standard = component_.packages.empty() && !component_.withoutPackages;
              python(standard ? notebookPackages() : component_.packages, notebookHelper(notebook, embedded),
                     functionSource(component_, body));
            },
            [&](const ir::BashBody& body) {
              BashScript script = bashScript(component_, body);
              container_.command = {
                  {"bash", {}}, {"-c", {}}, {std::move(script.script), component_.bodyOrigin}, {component_.name, {}}};
              container_.arguments = std::move(script.arguments);
            },
            [&](const ir::Container& body) {
              append(body.command, container_.command);
              append(body.arguments, container_.arguments);
            },
            [&](const ir::AzureTask&) { container_.image.text = emit::kUnmapped; },
        },
        component_.body);
    return std::move(container_);
  }

 private:
  void append(const std::vector<ir::Value>& values, std::vector<Text>& elements) {
    for (const ir::Value& value : values) {
      for (Text& element : commandElements(ports_, value)) elements.push_back(std::move(element));
    }
  }

  void python(const std::vector<std::string>& packages, const std::string& helper, const std::string& code) {
    for (std::string& word : installCommand(component_, packages, kfpVersion_)) {
      container_.command.push_back({std::move(word), {}});
    }
    if (component_.targetImage.empty()) {
      container_.command.insert(container_.command.end(), {{"sh", {}},
                                                           {"-ec", {}},
                                                           {std::string(support::kfp_sdk::runModule(kfpVersion_)), {}},
                                                           {moduleSource(helper, code), component_.bodyOrigin}});
    } else {
      // The code is in the image.
      container_.image = {component_.targetImage, component_.targetImageOrigin};
      container_.command.insert(
          container_.command.end(),
          {{"python3", {}}, {"-m", {}}, {std::string(support::kfp_sdk::executorModule(kfpVersion_)), {}}});
    }
    container_.arguments = {{"--executor_input", {}},
                            {"{{$}}", {}},
                            {"--function_to_execute", {}},
                            {functionName(component_), entryOrigin()}};
  }

  [[nodiscard]] source::Span entryOrigin() const {
    const auto* module = std::get_if<ir::PythonModule>(&component_.body);
    return module == nullptr ? source::Span() : module->entryOrigin;
  }

  const ir::Component& component_;
  std::string_view kfpVersion_;
  Ports ports_;
  Container container_;
};

/// `x="$1"`
std::string assignment(const std::string& name, size_t position) {
  const std::string digits = std::to_string(position);
  return name + "=\"$" + (position < 10 ? digits : '{' + digits + '}') + "\"\n";
}

/// The launcher leaves the placeholder of an input that was not passed unchanged; it does not support KFP's
/// `IfPresent`, which could omit the argument (KFP 2.15: backend/src/v2/component/launcher_v2.go). The braces are
/// separated, or they would start a placeholder of the script itself.
std::string emptyIfAbsent(const std::string& name) {
  return "case \"$" + name + "\" in '{''{$.inputs.'*) " + name + "= ;; esac\n";
}

}  // namespace

BashScript bashScript(const ir::Component& component, const ir::BashBody& body) {
  BashScript result;
  Ports ports(component);
  result.script = "set -euo pipefail\n";
  const auto bind = [&](const ir::Port& port, bool output) {
    ir::PortRef ref;
    ref.output = output;
    ref.port = port.name;
    if (port.type.isArtifact() || output) ref.attribute = name(vocabulary::ArtifactPart::Path);
    const ir::Value value{std::move(ref), port.origin};
    result.arguments.push_back(commandElements(ports, value).front());
    const std::string name = output && component.unnamedOutput ? std::string("output") : port.name;
    result.script += assignment(name, result.arguments.size());
    if (!output && port.optional && (!port.defaultValue || port.defaultValue->isNull())) {
      result.script += emptyIfAbsent(name);
    }
  };
  for (const ir::Port& port : component.inputs) bind(port, false);
  for (const ir::Port& port : component.outputs) bind(port, true);
  result.script += body.code;
  if (result.script.back() != '\n') result.script += '\n';
  return result;
}

Container componentContainer(const ir::Component& component, std::string_view kfpVersion) {
  return CommandBuilder(component, kfpVersion).run();
}

bool changesContainer(const ir::TaskOptions& options) {
  return options.image || !options.env.empty() || !options.resources.requests.empty() ||
         !options.resources.limits.empty() || options.accelerator.type || options.accelerator.count;
}

std::optional<support::Quantity> quantityOf(const ir::Value& value) {
  const support::Constant* constant = value.scalar();
  if (constant == nullptr) return std::nullopt;
  if (const auto* quantity = constant->as<support::Quantity>()) return *quantity;
  return support::Quantity::parse(constant->toText());
}

}  // namespace mlpc::backends::kfp
