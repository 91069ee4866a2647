#include "printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "mlpc/support/text.h"

namespace mlpc::ir {
namespace {

using support::Constant;
using support::Overload;

bool isWord(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string key(std::string_view text) { return isWord(text) ? std::string(text) : support::quoteJson(text); }

std::string_view spelling(Operator op) {
  switch (op) {
    case Operator::Not: return "!";
    case Operator::And: return " && ";
    case Operator::Or: return " || ";
    case Operator::Equal: return " == ";
    case Operator::NotEqual: return " != ";
    case Operator::Less: return " < ";
    case Operator::LessEqual: return " <= ";
    case Operator::Greater: return " > ";
    case Operator::GreaterEqual: return " >= ";
    case Operator::In: return " in ";
    case Operator::Conditional: return " ? ";
  }
  return "";
}

std::string_view placeName(CodePlace place) {
  switch (place) {
    case CodePlace::Text: return "text";
    case CodePlace::Bare: return "bare";
    case CodePlace::DoubleQuotes: return "double";
    case CodePlace::SingleQuotes: return "single";
    case CodePlace::LiteralHereDocument: return "literal";
    case CodePlace::String: return "string";
    case CodePlace::Comment: return "comment";
    case CodePlace::Unknown: return "unknown";
  }
  return "";
}

template <typename Store, typename Id>
std::string nameOf(const Store& store, Id id) {
  if (!id.valid() || id.index() >= store.size()) return "<none>";
  return store[id].name;
}

std::string nodeName(NodeId id) { return id.valid() ? fmt::format("%{}", id.index()) : "%<none>"; }

std::string scalarText(const Constant& constant) {
  if (const auto* q = constant.as<support::Quantity>()) return fmt::format("Quantity({})", q->text());
  if (const auto* d = constant.as<support::Duration>()) return fmt::format("Duration({})", d->text());
  return constant.toJson();
}

}  // namespace

void Printer::line(std::string_view text, source::Span origin) {
  out_.append(static_cast<size_t>(depth_) * 2, ' ');
  out_ += text;
  out_ += place(origin);
  out_ += '\n';
}

void Printer::block(std::string_view label, std::string_view code) {
  line(label);
  const Indent indent(*this);
  while (!code.empty()) {
    const size_t end = std::min(code.find('\n'), code.size());
    line(fmt::format("|{}{}", end == 0 ? "" : " ", code.substr(0, end)));
    code.remove_prefix(std::min(end + 1, code.size()));
  }
}

void Printer::fields(std::string_view label, const std::vector<Field>& list) {
  if (list.empty()) return;
  line(label);
  const Indent indent(*this);
  for (const Field& field : list) line(fmt::format("{}: {}", key(field.key), value(field.value)));
}

std::string Printer::value(const Value& value) const {
  std::string out;
  write(value, out);
  return out;
}

std::string Printer::list(const std::vector<Value>& values) const {
  std::string out = "[";
  write(values, ", ", out);
  return out + "]";
}

std::string Printer::strings(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ", ";
    out += support::quoteJson(text);
  }
  return out + "]";
}

std::string Printer::name(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::String: return "string";
    case ParameterKind::Int: return "int";
    case ParameterKind::Float: return "float";
    case ParameterKind::Bool: return "bool";
    case ParameterKind::List: return "list";
    case ParameterKind::Map: return "map";
    case ParameterKind::TaskConfig: return "TaskConfig";
    case ParameterKind::FinalStatus: return "FinalStatus";
  }
  return "";
}

std::string Printer::type(const PortType& type) {
  std::string text;
  if (const auto* artifact = std::get_if<ArtifactType>(&type.kind)) {
    text = fmt::format("{}({}@{})", artifact->name, artifact->schema, artifact->version);
  } else {
    text = name(std::get<ParameterKind>(type.kind));
    if (!type.element.empty()) text += fmt::format("[{}]", Printer::type(type.element.front()));
  }
  return type.artifactList ? fmt::format("list[{}]", text) : text;
}

std::string Printer::port(const Port& port) const {
  std::string text = fmt::format("{}: {}", key(port.name), type(port.type));
  if (port.optional) text += " optional";
  if (port.defaultValue) text += " = " + scalarText(*port.defaultValue);
  if (!port.description.empty()) text += " /// " + support::quoteJson(port.description);
  return text;
}

void Printer::write(const std::vector<Value>& values, std::string_view separator, std::string& out) const {
  bool first = true;
  for (const Value& value : values) {
    if (!first) out += separator;
    first = false;
    write(value, out);
  }
}

void Printer::write(const std::vector<Field>& list, std::string& out) const {
  bool first = true;
  for (const Field& field : list) {
    if (!first) out += ", ";
    first = false;
    out += key(field.key);
    out += ": ";
    write(field.value, out);
  }
}

void Printer::write(const Value& value, std::string& out) const {
  auto to = std::back_inserter(out);
  std::visit(Overload{
                 [&](const Constant& c) { out += scalarText(c); },
                 [&](const InputRef& r) { fmt::format_to(to, "input.{}", r.name); },
                 [&](const OutputRef& r) { fmt::format_to(to, "{}.{}", nodeName(r.producer), key(r.output)); },
                 [&](const ItemRef& r) { fmt::format_to(to, "{}.item", nodeName(r.loop)); },
                 [&](const FieldRef& r) {
                   write(r.base, "", out);
                   fmt::format_to(to, ".{}", key(r.field));
                 },
                 [&](const FinalStatusRef& r) { fmt::format_to(to, "{}.final_status", nodeName(r.producer)); },
                 [&](const PropertyRef& r) { out += r.asWritten(); },
                 [&](const PortRef& r) {
                   fmt::format_to(to, "{}.{}", r.output ? "out" : "in", r.port);
                   if (!r.attribute.empty()) fmt::format_to(to, ".{}", r.attribute);
                   if (!r.key.empty()) fmt::format_to(to, "[{}]", support::quoteJson(r.key));
                 },
                 [&](const ExecutorInput&) { out += "executor_input"; },
                 [&](const SecretRef& r) {
                   fmt::format_to(to, "secret.{}", nameOf(program_.secrets, r.secret));
                   if (!r.key.empty()) fmt::format_to(to, "[{}]", support::quoteJson(r.key));
                 },
                 [&](const ResourceRef& r) {
                   fmt::format_to(to, "resource.{}", nameOf(program_.resources, r.resource));
                   if (!r.attribute.empty()) fmt::format_to(to, ".{}", key(r.attribute));
                 },
                 [&](const StepOutputRef& r) {
                   out += "step.";
                   for (const std::string& part : {r.stage, r.job}) {
                     if (!part.empty()) fmt::format_to(to, "{}.", part);
                   }
                   fmt::format_to(to, "{}.{}", r.step, r.output);
                 },
                 [&](const VariableRef& r) { fmt::format_to(to, "variable.{}", r.name); },
                 [&](const NodeRef& r) { out += r.node.valid() ? nodeName(r.node) : fmt::format("node.{}", r.name); },
                 [&](const DeclarationRef& r) {
                   if (r.pipeline.valid()) fmt::format_to(to, "pipeline.{}", nameOf(program_.pipelines, r.pipeline));
                   if (r.trainJob.valid()) fmt::format_to(to, "trainjob.{}", nameOf(program_.trainJobs, r.trainJob));
                   if (r.component.valid())
                     fmt::format_to(to, "component.{}", nameOf(program_.components, r.component));
                 },
                 [&](const auto& composite) { writeComposite(composite, out); },
             },
             value.node);
  out += place(value.origin);
}

void Printer::writeComposite(const Call& call, std::string& out) const {
  fmt::format_to(std::back_inserter(out), "{}(", vocabulary::name(call.function));
  write(call.arguments, out);
  out += ')';
}

void Printer::writeComposite(const Operation& operation, std::string& out) const {
  out += '(';
  if (operation.op == Operator::Not) out += '!';
  if (operation.op == Operator::Conditional && operation.operands.size() == 3) {
    write(operation.operands[0], out);
    out += " ? ";
    write(operation.operands[1], out);
    out += " : ";
    write(operation.operands[2], out);
  } else {
    write(operation.operands, spelling(operation.op), out);
  }
  out += ')';
}

void Printer::writeComposite(const Interpolation& text, std::string& out) const {
  out += "text(";
  write(text.parts, ", ", out);
  out += ')';
}

void Printer::writeComposite(const ListValue& list, std::string& out) const {
  out += '[';
  write(list.items, ", ", out);
  out += ']';
}

void Printer::writeComposite(const RecordValue& record, std::string& out) const {
  out += '{';
  write(record.fields, out);
  out += '}';
}

void Printer::writeComposite(const CodeValue& code, std::string& out) const {
  auto to = std::back_inserter(out);
  fmt::format_to(to, "code {}(", vocabulary::name(code.language));
  for (size_t i = 0; i < code.parts.size(); ++i) {
    if (i != 0) out += ", ";
    if (i < code.places.size() && code.places[i] != CodePlace::Text) {
      fmt::format_to(to, "{} ", placeName(code.places[i]));
    }
    write(code.parts[i], out);
  }
  out += ')';
}

std::string Printer::place(source::Span origin) const {
  if (sources_ == nullptr || !origin.valid()) return {};
  const auto at = sources_->start(origin);
  return fmt::format("@{}:{}:{}", sources_->file(origin.file).name(), at.line, at.column);
}

}  // namespace mlpc::ir
