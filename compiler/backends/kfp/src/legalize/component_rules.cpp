// What components run: images, variables, code, and the words of commands.
#include <algorithm>

#include "container.h"
#include "legalize/rules.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/kfp.h"
#include "python_source.h"

namespace mlpc::backends::kfp {

using diag::Phrase;
using support::Overload;

namespace {

class CommandRules {
 public:
  CommandRules(const ir::Component& component, diag::Engine& diags) : ports_(component), diags_(diags) {}

  void word(const ir::Value& value) {
    if (const auto* list = value.as<ir::ListValue>()) {
      for (const ir::Value& item : list->items) word(item);
      return;
    }
    // The launcher replaces placeholders in words; it does not look into structures.
    switch (element(value)) {
      case Form::Text: break;
      case Form::Concat: diags_.report(value.origin, diag::kfpNotFilledIn, "concat(…)", R"({"Concat": …})"); break;
      case Form::IfPresent:
        diags_.report(value.origin, diag::kfpNotFilledIn, "present(…) ? …", R"({"IfPresent": …})");
        break;
    }
  }

 private:
  /// What a word becomes: text, or a structure.
  enum class Form : uint8_t { Text, Concat, IfPresent };

  Form element(const ir::Value& value) {
    if (const support::Constant* constant = value.scalar()) {
      checkPlaceholders(constant->toText(), value.origin, diags_);
    } else if (const auto* port = value.as<ir::PortRef>()) {
      checkPort(*port, value.origin);
    } else if (const auto* property = value.as<ir::PropertyRef>()) {
      checkFilledIn(*property, value.origin, diags_, {});
    } else if (const auto* interpolation = value.as<ir::Interpolation>()) {
      bool text = true;
      for (const ir::Value& part : interpolation->parts) text = element(part) == Form::Text && text;
      return text ? Form::Text : Form::Concat;
    } else if (const auto* call = value.as<ir::Call>(); call != nullptr && call->function == Builtin::Concat) {
      for (const ir::Field& argument : call->arguments) elements(argument.value);
      return Form::Concat;
    } else if (const auto* operation = value.as<ir::Operation>();
               operation != nullptr && operation->op == ir::Operator::Conditional) {
      return ifPresent(*operation, value.origin);
    } else if (value.as<ir::ExecutorInput>() == nullptr) {
      diags_.report(value.origin, diag::kfpNoCommand);
    }
    return Form::Text;
  }

  /// A list as such, anything else as an element.
  void elements(const ir::Value& value) {
    if (const auto* list = value.as<ir::ListValue>()) {
      for (const ir::Value& item : list->items) element(item);
    } else {
      element(value);
    }
  }

  Form ifPresent(const ir::Operation& operation, source::Span origin) {
    const auto* test = operation.operands[0].as<ir::Call>();
    const bool known = test != nullptr && test->function == Builtin::Present && !test->arguments.empty() &&
                       test->arguments.front().value.as<ir::PortRef>() != nullptr;
    if (!known) {
      diags_.report(origin, diag::kfpNoCommand);
      return Form::Text;
    }
    elements(operation.operands[1]);
    elements(operation.operands[2]);
    return Form::IfPresent;
  }

  void checkPort(const ir::PortRef& ref, source::Span origin) {
    const ir::Port* port = ports_.find(ref);
    if (port == nullptr) {
      diags_.report(origin, diag::kfpNoCommand);
      return;
    }
    // The launcher knows the path and the URI of an artifact.
    const bool known = ref.attribute.empty() || is(ref.attribute, vocabulary::ArtifactPart::Path) ||
                       is(ref.attribute, vocabulary::ArtifactPart::Uri);
    if (!port->type.isArtifact() || known) return;
    diags_.report(origin, diag::kfpNotFilledIn, ports_.nameOf(ref) + '.' + ref.attribute, ports_.placeholder(ref));
  }

  Ports ports_;
  diag::Engine& diags_;
};

/// The program that a container runs.
void checkProgram(const ir::Component& component, const ir::Container& body, diag::Engine& diags) {
  const bool command = !body.command.empty();
  const auto& values = command ? body.command : body.arguments;
  if (values.empty()) return;
  std::vector<Text> words;
  Ports ports(component);
  for (size_t i = 0; i < values.size() && words.empty(); ++i) words = commandElements(ports, values[i]);
  if (words.empty()) return;
  const std::string& program = words.front().text;
  if (program.find("{{$") != std::string::npos) {
    diags.report(values.front().origin, diag::kfpProgramPlaceholder);
  } else if (!command) {
    diags.report(values.front().origin, diag::kfpNoEntrypoint, program);
  }
}

/// Code that becomes part of the document, unless it is in the image.
void checkCode(const ir::Component& component, const std::string& code, diag::Engine& diags) {
  if (component.targetImage.empty()) checkPlaceholders(code, component.bodyOrigin, diags);
}

/// The body of a function; its signature and its description are generated before it.
void checkFunction(const ir::Component& component, const std::string& body, diag::Engine& diags) {
  std::string head;
  for (const ir::Port& port : component.inputs) {
    if (port.defaultValue) head += pythonLiteral(*port.defaultValue, /*wholeAsFloat=*/false) + '\n';
  }
  head += component.description;
  checkCode(component, head.find("{{") == std::string::npos ? body : head + '\n' + body, diags);
}

void checkCommand(const ir::Component& component, const ir::Container& body, diag::Engine& diags) {
  CommandRules rules(component, diags);
  for (const auto* values : {&body.command, &body.arguments}) {
    for (const ir::Value& value : *values) rules.word(value);
  }
  checkProgram(component, body, diags);
}

}  // namespace

void checkComponent(const ir::Component& component, diag::Engine& diags) {
  if (!component.image.empty()) {
    checkImage(component.image, component.imageOrigin.valid() ? component.imageOrigin : component.origin, diags);
  }
  for (const ir::Field& field : component.env) checkVariable(field, diags);
  std::visit(Overload{
                 [&](const ir::PythonBody& body) { checkFunction(component, body.code, diags); },
                 [&](const ir::PythonModule& module) { checkCode(component, module.code, diags); },
                 [&](const ir::NotebookBody& notebook) {
                   checkFunction(component, notebook.python ? *notebook.python : std::string(), diags);
                 },
                 [&](const ir::BashBody& body) {
                   checkPlaceholders(body.code, component.bodyOrigin, diags);
                   for (const auto* ports : {&component.inputs, &component.outputs}) {
                     for (const ir::Port& port : *ports) {
                       if (port.type.artifactList) diags.report(port.origin, diag::kfpArtifactListInScript, port.name);
                     }
                   }
                 },
                 [&](const ir::Container& body) { checkCommand(component, body, diags); },
                 [&](const ir::AzureTask&) {
                   diags.report(component.origin, diag::internalError,
                                Phrase("a pipeline runs a task of Azure Pipelines"));
                 },
             },
             component.body);
  checkDefaults(component.inputs, diags);
}

}  // namespace mlpc::backends::kfp
