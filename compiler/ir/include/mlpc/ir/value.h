#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mlpc/source/span.h"
#include "mlpc/support/constant.h"
#include "mlpc/support/id.h"
#include "mlpc/vocabulary/components.h"
#include "mlpc/vocabulary/words.h"

namespace mlpc::ir {

struct NodeTag;
struct ComponentTag;
struct PipelineTag;
struct TrainJobTag;
struct SecretTag;
struct ResourceTag;
struct WorkflowTag;
/// A task or group of one pipeline; an index into Pipeline::nodes.
using NodeId = support::Id<NodeTag>;
using ComponentId = support::Id<ComponentTag>;
using PipelineId = support::Id<PipelineTag>;
using TrainJobId = support::Id<TrainJobTag>;
using SecretId = support::Id<SecretTag>;
using ResourceId = support::Id<ResourceTag>;
using WorkflowId = support::Id<WorkflowTag>;

struct Value;
struct Field;
/// See component.h.
enum class ParameterKind : uint8_t;

/// An input of the enclosing component, pipeline, trainjob or workflow.
struct InputRef {
  std::string name;
};
/// An output of a task, or a value that a group yields. An unnamed output is called "Output", an unnamed yield "".
struct OutputRef {
  NodeId producer;
  std::string output;
};
/// The item of an enclosing loop.
struct ItemRef {
  NodeId loop;
};
/// A field of a record that is known only at run time: `row.p_b`.
struct FieldRef {
  std::vector<Value> base;  ///< exactly one
  std::string field;
  ParameterKind type{};  ///< of the field, as declared
};
/// `final_status` of a try block (the producer is that group) or of a task.
struct FinalStatusRef {
  NodeId producer;
};
/// `run.id`, `task.name`, `matrix.python`.
struct PropertyRef {
  vocabulary::Space space{};
  std::string property;

  [[nodiscard]] std::string asWritten() const { return std::string(vocabulary::name(space)) + '.' + property; }
};
/// A port of the component in its command: `x`, `x.path`, `x.uri`, `x.metadata["k"]`; attribute "" means the value
/// itself.
struct PortRef {
  bool output = false;
  std::string port;
  std::string attribute;
  std::string key;
};
/// `executor_input` in a container's command.
struct ExecutorInput {};
/// A declared secret: one of its keys, or the whole secret (key "").
struct SecretRef {
  SecretId secret;
  std::string key;
};
/// `x` or `x.id` of a `resource` or `existing` (attribute "" means the object itself). `x.name` has become a constant.
struct ResourceRef {
  ResourceId resource;
  std::string attribute;
};
/// `step.output` of a workflow; the path contains the names from the stage (empty if there are no stages) and job to
/// the step. Empty parts mean the enclosing ones.
struct StepOutputRef {
  std::string stage;
  std::string job;
  std::string step;
  std::string output;
};
/// A `let` of a workflow whose value is not known at compile time: an Azure variable of that name.
struct VariableRef {
  std::string name;
};
/// A task, group, stage or job itself, as in `after`.
struct NodeRef {
  NodeId node;       ///< in a pipeline
  std::string name;  ///< in a workflow: the stage or job
};
/// A pipeline, trainjob or component as an argument of a helper (`kfp.submit(pipeline: p)`). Exactly one id is valid.
struct DeclarationRef {
  PipelineId pipeline;
  TrainJobId trainJob;
  ComponentId component;
};
/// A call of a built-in function with its arguments by parameter name. In `secret(n)["k"]` and `config_map(n)["k"]` the
/// key is the argument `kKey`.
struct Call {
  static constexpr std::string_view kKey = "key";
  vocabulary::Builtin function{};
  std::vector<Field> arguments;
};
enum class Operator : uint8_t {
  Not,
  And,
  Or,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  Conditional
};
/// Operators on values that are not all known at compile time. Chained comparisons have become And.
struct Operation {
  Operator op;
  std::vector<Value> operands;  ///< one for Not, three for Conditional, two or more for And and Or, otherwise two
};
/// A string with values in it. Text parts are constants; at least one part is not.
struct Interpolation {
  std::vector<Value> parts;
};
struct ListValue {
  std::vector<Value> items;
};
struct RecordValue {
  std::vector<Field> fields;
  /// The field `name`, or null.
  [[nodiscard]] const Value* find(vocabulary::FieldName name) const;
};
/// How the code around a value that is not known at compile time quotes it. A back end passes the value in as a
/// variable and writes a reference that is right in that place (`"$X"`, `$X`, `'"$X"'`).
enum class CodePlace : uint8_t {
  Text,          ///< the part is text
  Bare,          ///< outside quotes: a shell splits words here
  DoubleQuotes,  ///< between `"`, and wherever else a shell expands without splitting: a here-document, `$((…))`
  SingleQuotes,  ///< between `'` (PowerShell and bash)
  LiteralHereDocument,  ///< in a here-document of a shell with a quoted word, where nothing is expanded
  String,               ///< inside a Python string that is not an f-string
  Comment,
  Unknown,  ///< the language is not scanned, or the place is too unusual: no reference can be inserted
};
/// Code from a fence whose placeholders are not all constants (workflow scripts). Parts as in Interpolation; if every
/// part is known, the code is a constant string.
struct CodeValue {
  vocabulary::Language language{};
  std::vector<Value> parts;
  std::vector<CodePlace> places;  ///< as many as parts
};

/// A value with the source that asked for it. Constants are always folded as far as possible, but lists and records are
/// never held as one Constant: ListValue and RecordValue keep the origins of their members.
struct Value {
  using Node = std::variant<support::Constant, InputRef, OutputRef, ItemRef, FieldRef, FinalStatusRef, PropertyRef,
                            PortRef, ExecutorInput, SecretRef, ResourceRef, StepOutputRef, VariableRef, NodeRef, Call,
                            Operation, Interpolation, ListValue, RecordValue, CodeValue, DeclarationRef>;
  Node node;
  source::Span origin;

  template <typename T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&node);
  }
  template <typename T>
  [[nodiscard]] T* as() {
    return std::get_if<T>(&node);
  }
  /// The scalar constant, or null.
  [[nodiscard]] const support::Constant* scalar() const { return std::get_if<support::Constant>(&node); }
  /// The text of a constant string, or null.
  [[nodiscard]] const std::string* text() const;
  /// True if nothing in it is known only at run time.
  [[nodiscard]] bool isConstant() const;
  /// The whole as a Constant, if isConstant().
  [[nodiscard]] std::optional<support::Constant> constant() const;
  /// The field of a record, or null.
  [[nodiscard]] const Value* field(vocabulary::FieldName name) const;

  static Value of(support::Constant constant, source::Span origin);
};

struct Field {
  std::string key;
  source::Span keyOrigin;
  Value value;
};

/// Calls `visit` for `value` and everything inside it, the outer values first.
template <typename Visit>
void forEach(const Value& value, Visit&& visit) {
  visit(value);
  auto each = [&](const std::vector<Value>& values) {
    for (const Value& v : values) forEach(v, visit);
  };
  auto fields = [&](const std::vector<Field>& list) {
    for (const Field& f : list) forEach(f.value, visit);
  };
  if (const auto* n = value.as<FieldRef>()) each(n->base);
  if (const auto* n = value.as<Call>()) fields(n->arguments);
  if (const auto* n = value.as<Operation>()) each(n->operands);
  if (const auto* n = value.as<Interpolation>()) each(n->parts);
  if (const auto* n = value.as<ListValue>()) each(n->items);
  if (const auto* n = value.as<RecordValue>()) fields(n->fields);
  if (const auto* n = value.as<CodeValue>()) each(n->parts);
}

}  // namespace mlpc::ir
