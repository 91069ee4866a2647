#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ports.h"
#include "yaml_node.h"

namespace mlpc::importers::kfp {

// What a document means, with the groups of the SDK turned back into structure. Pointers point into the document and
// into the tables of `Model`, whose elements never move.

struct Statement;
struct Pipeline;
struct Type;

/// Something that has a value when the pipeline runs.
struct Ref {
  enum class Kind : uint8_t { None, Input, Output, Item, Field, FinalStatus };
  Kind kind = Kind::None;
  std::string name;              ///< of the input, the output or the field
  Pipeline* pipeline = nullptr;  ///< of inputs
  Statement* from =
      nullptr;  ///< of outputs, items and final states; null for the final state of the group before an exit task
  std::shared_ptr<const Ref> base;  ///< of a field

  [[nodiscard]] explicit operator bool() const { return kind != Kind::None; }
};

/// An argument or a setting.
struct Value {
  enum class Kind : uint8_t { None, Constant, Ref, Property, Template, List, Map };
  Kind kind = Kind::None;
  const Node* node = nullptr;  ///< of a constant
  Ref ref;
  std::string text;               ///< of a property (`run.id`), and of a text part of a template
  std::vector<Value> items;       ///< of templates, lists and maps
  std::vector<std::string> keys;  ///< of maps
  source::Span span;

  [[nodiscard]] explicit operator bool() const { return kind != Kind::None; }
};

/// A condition as in CEL.
struct Condition {
  enum class Kind : uint8_t { Or, And, Not, Compare, In, Ref, Text, Number, Flag };
  Kind kind = Kind::Flag;
  std::string text;  ///< of a literal, the operator of a comparison, the input of a reference
  Ref ref;
  std::vector<Condition> operands;
};

/// Something that tasks call.
struct Callee {
  enum class Kind : uint8_t { Component, Pipeline, CreateClaim, DeleteClaim };
  Kind kind = Kind::Component;
  const Node* component = nullptr;  ///< the first of those that are equal
  const Node* container = nullptr;
  Ports inputs;
  Ports outputs;
  Pipeline* pipeline = nullptr;
  std::vector<Statement*> tasks;
  std::string name;         ///< the identifier
  std::string baseName;     ///< the beginning of its tasks' names
  std::string emittedName;  ///< the beginning that the compiler uses: `baseName`, if no other pipeline has it
};

/// A graph of the document while it is being read: the root, a pipeline, or a group.
struct Scope {
  const Node* component = nullptr;
  Scope* outer = nullptr;  ///< of groups
  std::unordered_map<std::string_view, Statement*> children;
  std::unordered_map<std::string_view, Value> inputs;
};

struct Block {
  struct Yield {
    Statement* group = nullptr;  ///< the group whose output it is
    std::string key;
    Ref value;
  };
  std::vector<Statement*> statements;
  std::vector<Yield> yields;
  Scope* scope = nullptr;
};

struct Branch {
  std::string name;  ///< of the group in the document
  const Node* task = nullptr;
  const Node* component = nullptr;
  std::optional<Condition> condition;
  Block block;
};

struct Statement {
  enum class Kind : uint8_t { Task, If, For, Try };
  Kind kind = Kind::Task;
  std::string name;  ///< in the document
  const Node* task = nullptr;
  const Node* component = nullptr;
  source::Span span;
  Pipeline* pipeline = nullptr;
  Statement* parent = nullptr;     ///< the group around it
  uint32_t branch = 0;             ///< of the group around it
  Scope* scope = nullptr;          ///< the graph that contains it
  std::vector<Statement*> before;  ///< siblings that must come before
  std::vector<Statement*> after;   ///< what it waits for without taking data from it

  // ---- tasks
  Callee* callee = nullptr;  ///< null for an importer
  const Node* importer = nullptr;
  const Node* container = nullptr;
  const Node* pod = nullptr;  ///< its settings for Kubernetes
  std::vector<std::pair<std::string, Value>> arguments;
  std::unordered_map<std::string_view, Value> passed;  ///< all parameters that the document passes
  bool exitTask = false;
  bool nameGiven = false;  ///< the source gives its name
  bool alwaysRun = false;

  // ---- groups
  std::vector<Branch> branches;  ///< of loops and handlers: one; of an `if`, in the order given by `comesBefore`
  Value items;
  std::string itemInput;
  std::string itemType;  ///< `STRING` …
  Type* item = nullptr;
  bool bare = false;  ///< the document gives no type for the items, but they are read by field
  Statement* finally = nullptr;
  std::map<std::string, Ref> outputs;  ///< what is read from it, by key: one of the values
  std::map<std::string, std::string> yieldNames;

  // ---- names in the source
  std::string let;
  std::string variable;
  bool referenced = false;
  size_t reads = 0;  ///< how often
};

/// The root, or a pipeline that others run.
struct Pipeline {
  const Node* component = nullptr;
  Callee* callee = nullptr;  ///< null for the root
  Ports inputs;
  Ports outputs;
  std::map<std::string, Ref> returned;
  Block body;
  std::vector<Statement*> tasks;
  std::string name;  ///< the identifier
  std::string emittedName;
};

/// A document after it was analysed.
struct Document {
  const Node* spec = nullptr;
  const Node* root = nullptr;
  const Node* config = nullptr;  ///< of the whole run
  std::unordered_map<std::string_view, const Node*> components;
  std::unordered_map<std::string_view, const Node*> executors;
  std::unordered_map<std::string_view, const Node*> pods;
};

struct Model {
  std::deque<Statement> statements;
  std::deque<Callee> callees;
  std::deque<Pipeline> pipelines;  ///< the root comes first
  std::deque<Scope> scopes;
};

/// Compares names by the numbers at their ends, if both have one: a longer number is larger.
bool comesBefore(std::string_view a, std::string_view b);

/// `Train_Model` as `train-model`, the SDK's rule for the names of tasks.
std::string taskName(std::string_view name);

}  // namespace mlpc::importers::kfp
