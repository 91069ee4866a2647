#include "container.h"

#include "mlpc/emit/yaml_writer.h"
#include "mlpc/support/kfp_sdk.h"
#include "names.h"
#include "notebook.h"
#include "packaging.h"
#include "python_source.h"
#include "task_inputs.h"

namespace mlpc::backends::kfp {

using support::Overload;

namespace {

class CommandBuilder {
 public:
  CommandBuilder(const ir::Component& component, std::string_view kfpVersion, diag::Engine& diags)
      : component_(component), kfpVersion_(kfpVersion), diags_(diags) {}

  Container run() {
    container_.image = component_.image.empty() ? std::string(kDefaultImage) : component_.image;
    if (component_.builtin == kCreateClaim) container_.image = kCreateClaimImage;
    if (component_.builtin == kDeleteClaim) container_.image = kDeleteClaimImage;
    for (const ir::Field& field : component_.env) {
      const support::Constant* value = field.value.scalar();
      container_.env.emplace_back(field.key, value == nullptr ? std::string() : value->toText());
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
              BashScript script = bashScript(component_, body, diags_);
              container_.command = {"bash", "-c", std::move(script.script), component_.name};
              container_.arguments = std::move(script.arguments);
            },
            [&](const ir::Container& body) {
              append(body.command, container_.command);
              append(body.arguments, container_.arguments);
            },
            [&](const ir::AzureTask&) {
              diags_.report(component_.origin, diag::internalError,
                            diag::Phrase("a pipeline runs a task of Azure Pipelines"));
            },
        },
        component_.body);
    return std::move(container_);
  }

 private:
  void append(const std::vector<ir::Value>& values, std::vector<std::string>& elements) {
    for (const ir::Value& value : values) {
      for (std::string& element : commandElements(component_, value, diags_)) elements.push_back(std::move(element));
    }
  }

  void python(const std::vector<std::string>& packages, const std::string& helper, const std::string& code) {
    container_.command = installCommand(component_, packages, kfpVersion_);
    if (component_.targetImage.empty()) {
      checkPlaceholders(code, component_.bodyOrigin, diags_);
      container_.command.insert(container_.command.end(),
                                {"sh", "-ec", std::string(support::kfp_sdk::kRunModule), moduleSource(helper, code)});
    } else {
      // The code is in the image.
      container_.image = component_.targetImage;
      container_.command.insert(container_.command.end(), {"python3", "-m", "kfp.dsl.executor_main"});
    }
    container_.arguments = {"--executor_input", "{{$}}", "--function_to_execute", functionName(component_)};
  }

  const ir::Component& component_;
  std::string_view kfpVersion_;
  diag::Engine& diags_;
  Container container_;
};

/// `x="$1"`
std::string assignment(const std::string& name, size_t position) {
  const std::string digits = std::to_string(position);
  return name + "=\"$" + (position < 10 ? digits : '{' + digits + '}') + "\"\n";
}

}  // namespace

BashScript bashScript(const ir::Component& component, const ir::BashBody& body, diag::Engine& diags) {
  checkPlaceholders(body.code, component.bodyOrigin, diags);
  BashScript result;
  std::string assignments;
  std::string defaults;
  std::vector<std::string> optional;
  const auto elementOf = [&](const ir::Port& port, bool output) {
    ir::PortRef ref;
    ref.output = output;
    ref.port = port.name;
    if (port.type.isArtifact() || output) ref.attribute = "path";
    return ir::Value{std::move(ref), port.origin};
  };
  const auto bind = [&](const ir::Port& port, bool output) {
    if (port.type.artifactList) diags.report(port.origin, diag::kfpArtifactListInScript, port.name);
    const ir::Value value = elementOf(port, output);
    if (!output && port.optional && (!port.defaultValue || port.defaultValue->isNull())) {
      // What was not passed has no word, so it cannot have a place of its own: it comes as a pair of name and value at
      // the end.
      emit::Node pair;
      emit::Node& present = pair.set("IfPresent", emit::Node::mapping());
      present.set("InputName", port.name);
      present.set("Then", emit::Node::sequence(
                              {emit::Node(port.name), emit::Node(commandElements(component, value, diags).front())}));
      optional.push_back(emit::writeJson(pair));
      defaults += port.name + "=\n";
      return;
    }
    result.arguments.push_back(commandElements(component, value, diags).front());
    assignments +=
        assignment(output && component.unnamedOutput ? std::string("output") : port.name, result.arguments.size());
  };
  for (const ir::Port& port : component.inputs) bind(port, false);
  for (const ir::Port& port : component.outputs) bind(port, true);

  result.script = "set -euo pipefail\n" + assignments;
  if (!optional.empty()) {
    result.script += "shift " + std::to_string(result.arguments.size()) + "\n" + defaults;
    result.script += "while [ $# -gt 0 ]; do printf -v \"$1\" '%s' \"$2\"; shift 2; done\n";
    for (std::string& pair : optional) result.arguments.push_back(std::move(pair));
  }
  result.script += body.code;
  if (result.script.back() != '\n') result.script += '\n';
  return result;
}

Container componentContainer(const ir::Component& component, std::string_view kfpVersion, diag::Engine& diags) {
  return CommandBuilder(component, kfpVersion, diags).run();
}

}  // namespace mlpc::backends::kfp
