#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model.h"

namespace mlpc::importers::kfp {

/// What is known about the type of a parameter, its elements or fields. Types that must be equal are joined; `find`
/// returns the one that represents them.
struct Type {
  enum class Kind : uint8_t { Unknown, String, Int, Float, Bool, Json, List, Map, Record };
  Kind kind = Kind::Unknown;
  Type* parent = nullptr;
  Type* element = nullptr;              ///< of a list; null if nothing needs to know it
  std::map<std::string, Type*> fields;  ///< of a record
  std::map<std::string, size_t> seen;   ///< in how many constants each field occurs
  size_t constants = 0;
  bool open = true;                 ///< a bare `list` or `map` may still get its elements from hints
  std::vector<const Node*> values;  ///< constants that have to fit
  std::set<std::string> hints;      ///< what Python annotations say, as written in mlp
  std::string name;                 ///< of a declaration
  std::string suggestion;           ///< for a name
  bool collected = false;           ///< whether it is to be declared
  Ref loopedOver;                   ///< for the items of a loop; empty if they are constants
};

/// The types that the source declares and the forms of all others.
///
/// In a document, a list is just a list. To read fields of its elements or loop over it, mlp needs to know more, and so
/// does a reader. That information comes from the loops over it, from constants that are passed, and from the
/// annotations of Python functions.
class Types {
 public:
  explicit Types(Model& model) : model_(model) {}

  void run();

  /// The type of a port as written in mlp, without `?`.
  [[nodiscard]] std::string text(const Port& port) const;
  [[nodiscard]] std::string text(const Type* type) const;
  /// The type that the checker sees in a reference, with `?`; `json` where it knows none, empty for artifacts, and
  /// `artifact?` for one that may be absent.
  [[nodiscard]] std::string seen(const Ref& ref) const;
  /// Whether a value of one type fits where another is expected; both as written in mlp.
  [[nodiscard]] static bool fits(std::string_view from, std::string_view to);
  /// The type that a `cast` gives to the items of a loop, if it needs one.
  [[nodiscard]] std::string loopCast(const Statement& loop) const;
  /// The records to declare, in an order that helps a reader.
  [[nodiscard]] const std::vector<const Type*>& records() const { return records_; }
  /// Names the records; `taken` contains the names of other declarations.
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
  void ports(Ports& ports);
  /// Joins the type of a loop's items with that of the elements of its list.
  void loopItems(Statement& statement);
  /// What is passed out of pipelines, and the defaults of inputs.
  void portValues();
  void statement(Statement& statement);
  void condition(const Condition& condition);
  void pass(const Value& value, const Port& port);
  void absorb(Type* type, const Node& node);
  void hint(Callee& callee);
  [[nodiscard]] bool fits(const Type* type, const Node& node) const;
  [[nodiscard]] static bool fitsHint(const std::string& hint, const Node& node);
  /// Makes records of everything in a string, list or map from which a field is read.
  void readFields(const Value& value);
  /// Records the loops whose items are read by field.
  void findFields(const Ref& ref);
  void findFields(const Value& value);
  void findFields(const Condition& condition);
  /// The type of a field of the items of a constant list, or of the items themselves, as the checker finds it.
  [[nodiscard]] std::string ofItems(const Statement& loop, const std::string& field) const;
  /// Lists that contain themselves, as of a pipeline that is run both with a list and with its items, become plain
  /// lists.
  void cutCycles();
  void collectRecords(const Type* type, const std::string& suggestion);

  Model& model_;
  std::deque<Type> types_;
  std::map<std::pair<const Statement*, std::string>, Type*> outputs_;
  std::map<const Statement*, Node> raw_;  ///< items that the document has as JSON
  std::vector<const Type*> records_;
  std::set<const Statement*> read_;  ///< loops whose items are read by field
};

/// Whether an input has no value if none is given.
bool mayBeAbsent(const Port& port);

/// The fields of a record type as mlp declares them: `a: int` …
std::vector<std::string> fieldTexts(const Types& types, const Type& record);

}  // namespace mlpc::importers::kfp
