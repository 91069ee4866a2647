// The command of a container, whose placeholders are those of the executor.
#include "container.h"
#include "mlpc/emit/document.h"
#include "names.h"
#include "placeholders.h"

namespace mlpc::backends::kfp {
namespace {

constexpr std::string_view kExecutorInput = "{{$}}";

class Command {
 public:
  explicit Command(Ports& ports) : ports_(ports) {}

  void append(const ir::Value& value, std::vector<Text>& elements) {
    if (const auto* list = value.as<ir::ListValue>()) {
      for (const ir::Value& item : list->items) append(item, elements);
      return;
    }
    const emit::Node node = element(value);
    elements.push_back({asText(node), value.origin});
  }

 private:
  /// A string, or the structure of a `Concat` or `IfPresent`.
  emit::Node element(const ir::Value& value) {
    if (const support::Constant* constant = value.scalar()) {
      return emit::Node(constant->toText());
    }
    if (const auto* port = value.as<ir::PortRef>()) return emit::Node(ports_.placeholder(*port));
    if (value.as<ir::ExecutorInput>() != nullptr) return emit::Node(kExecutorInput);
    if (const auto* property = value.as<ir::PropertyRef>()) {
      return emit::Node(propertyPlaceholder(*property));
    }
    if (const auto* interpolation = value.as<ir::Interpolation>()) return joined(interpolation->parts, false);
    if (const auto* call = value.as<ir::Call>(); call != nullptr && call->function == Builtin::Concat) {
      return joined(concatParts(*call), true);
    }
    if (const auto* operation = value.as<ir::Operation>();
        operation != nullptr && operation->op == ir::Operator::Conditional) {
      return ifPresent(*operation);
    }
    return emit::Node(emit::kUnmapped);
  }

  /// A list as such, anything else as an element: the two forms of `Then` and `Else`.
  emit::Node elementOrList(const ir::Value& value) {
    const auto* list = value.as<ir::ListValue>();
    if (list == nullptr) return element(value);
    emit::Node::Sequence items;
    for (const ir::Value& item : list->items) items.push_back(element(item));
    return emit::Node::sequence(std::move(items));
  }

  emit::Node ifPresent(const ir::Operation& operation) {
    const auto* test = operation.operands[0].as<ir::Call>();
    const ir::PortRef* port = nullptr;
    if (test != nullptr && test->function == Builtin::Present && !test->arguments.empty()) {
      port = test->arguments.front().value.as<ir::PortRef>();
    }
    if (port == nullptr) return emit::Node(emit::kUnmapped);
    emit::Node body;
    body.set("InputName", port->port);
    body.set("Then", elementOrList(operation.operands[1]));
    emit::Node otherwise = elementOrList(operation.operands[2]);
    const auto* text = otherwise.as<std::string>();
    const bool nothing = text != nullptr ? text->empty() : otherwise.empty();
    if (!nothing) body.set("Else", std::move(otherwise));
    emit::Node node;
    node.set("IfPresent", std::move(body));
    return node;
  }

  static std::vector<ir::Value> concatParts(const ir::Call& call) {
    std::vector<ir::Value> parts;
    for (const ir::Field& argument : call.arguments) {
      if (const auto* list = argument.value.as<ir::ListValue>()) {
        parts.insert(parts.end(), list->items.begin(), list->items.end());
      } else {
        parts.push_back(argument.value);
      }
    }
    return parts;
  }

  /// Joins parts: to a string if all of them are strings, to a `Concat` if one is a structure or that was asked for.
  emit::Node joined(const std::vector<ir::Value>& parts, bool asConcat) {
    emit::Node::Sequence items;
    std::string text;
    bool plain = !asConcat;
    for (const ir::Value& part : parts) {
      emit::Node item = element(part);
      if (const auto* itemText = item.as<std::string>()) {
        text += *itemText;
      } else {
        plain = false;
      }
      items.push_back(std::move(item));
    }
    if (plain) return emit::Node(std::move(text));
    emit::Node node;
    node.set("Concat", emit::Node::sequence(std::move(items)));
    return node;
  }

  static std::string asText(const emit::Node& element) {
    if (const auto* text = element.as<std::string>()) return *text;
    return emit::jsonText(element);
  }

  Ports& ports_;
};

}  // namespace

const ir::Port* Ports::find(const ir::PortRef& ref) {
  if (ref.output && component_.unnamedOutput) return component_.outputs.empty() ? nullptr : &component_.outputs.front();
  return names_.find(ref.output ? component_.outputs : component_.inputs, ref.port);
}

std::string Ports::nameOf(const ir::PortRef& ref) const {
  return ref.output && component_.unnamedOutput ? std::string(kUnnamedOutput) : ref.port;
}

std::string Ports::placeholder(const ir::PortRef& ref) {
  const ir::Port* port = find(ref);
  if (port == nullptr) return std::string(emit::kUnmapped);
  const std::string name = nameOf(ref);
  if (!port->type.isArtifact()) {
    return ref.output ? "{{$.outputs.parameters['" + name + "'].output_file}}" : parameterPlaceholder(name);
  }
  std::string text = ref.output ? "{{$.outputs.artifacts['" : "{{$.inputs.artifacts['";
  text += name + "']";
  if (!ref.attribute.empty()) text += '.' + ref.attribute;
  if (!ref.key.empty()) text += "['" + ref.key + "']";
  return text + "}}";
}

std::vector<Text> commandElements(Ports& ports, const ir::Value& value) {
  std::vector<Text> elements;
  Command(ports).append(value, elements);
  return elements;
}

}  // namespace mlpc::backends::kfp
