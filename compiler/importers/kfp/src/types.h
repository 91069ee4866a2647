#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model.h"

namespace mlpc::importers::kfp {

/// What is known of the type of a parameter, its elements or fields. Types that must be equal are joined; `find` gives
/// the one that stands for them.
struct Type {
  enum class Kind : uint8_t { Unknown, String, Int, Float, Bool, Json, List, Map, Record };
  Kind kind = Kind::Unknown;
  Type* parent = nullptr;
  Type* element = nullptr;              ///< of a list; null if nothing needs to know it
  std::map<std::string, Type*> fields;  ///< of a record
  std::map<std::string, size_t> seen;   ///< in how many constants each field stands
  size_t constants = 0;
  bool open = true;                 ///< a bare `list` or `map` may still get its elements from hints
  std::vector<const Node*> values;  ///< constants that have to fit
  std::set<std::string> hints;      ///< what annotations of Python say, as mlp writes it
  std::string name;                 ///< of a declaration
  std::string suggestion;           ///< for a name
};

/// The types that the source declares and the forms of all others.
///
/// A document says of a list that it is one. To read the fields of its elements or loop over it, mlp wants to know
/// more, and so does a reader: that comes from the loops over it, from constants that are passed, and from the
/// annotations of Python functions.
class Types {
 public:
  explicit Types(Model& model) : model_(model) {}

  void run();

  /// The type of a port as mlp writes it, without `?`.
  [[nodiscard]] std::string text(const Port& port) const;
  [[nodiscard]] std::string text(const Type* type) const;
  /// The records to declare, in an order that suits a reader.
  [[nodiscard]] const std::vector<const Type*>& records() const { return records_; }
  /// Names for the records; `taken` has those of other declarations.
  void nameRecords(std::set<std::string>& taken);
  [[nodiscard]] static const Type* find(const Type* type);
  [[nodiscard]] static Type* find(Type* type);

 private:
  Type* make(Type::Kind kind);
  Type* ofParameter(const std::string& parameter);
  Type* ofConstant(const Node& node);
  Type* ofRef(const Ref& ref);
  Type* ofValue(const Value& value);
  Type* ofOutput(Statement& statement, const std::string& key);
  void join(Type* a, Type* b);
  void ports(std::vector<Port>& ports);
  void statement(Statement& statement);
  void condition(const Condition& condition);
  void pass(const Value& value, const Port& port);
  void absorb(Type* type, const Node& node);
  void hint(Callee& callee);
  [[nodiscard]] bool fits(const Type* type, const Node& node) const;
  [[nodiscard]] static bool fitsHint(const std::string& hint, const Node& node);
  void collectRecords(const Type* type, const std::string& suggestion);

  Model& model_;
  std::deque<Type> types_;
  std::map<std::pair<const Statement*, std::string>, Type*> outputs_;
  std::vector<const Type*> records_;
};

/// The fields of a record type as mlp declares them: `a: int` …
std::vector<std::string> fieldTexts(const Types& types, const Type& record);

}  // namespace mlpc::importers::kfp
