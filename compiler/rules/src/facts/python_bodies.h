#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// The Python in a component.
struct PythonBody {
  const File* file = nullptr;
  syntax::DeclId decl;
  const syntax::ComponentDecl* component = nullptr;
  const embedded::CodeText* text = nullptr;
  std::vector<embedded::PythonImport> imports;
  std::vector<embedded::PythonCall> calls;
  bool mlflow = false;  ///< whether it imports the client

  [[nodiscard]] source::Span span(embedded::Range range) const { return text->span(range.begin, range.end); }
  /// The first call of `mlflow.<function>`, or null.
  [[nodiscard]] const embedded::PythonCall* call(std::string_view function) const;
  /// Whether the code contains a word anywhere, even in a string.
  [[nodiscard]] bool says(std::string_view word) const { return text->text().find(word) != std::string_view::npos; }
  /// A setting of the component; invalid if it is missing.
  [[nodiscard]] syntax::ExprId setting(vocabulary::FieldName key) const {
    const syntax::SettingStmt* found = file->setting(component->body, key);
    return found != nullptr ? found->value : syntax::ExprId();
  }
};

/// What follows `mlflow.` in a call; empty for other calls.
std::string_view mlflowFunction(const embedded::PythonCall& call);
/// Whether a string exists and is the same in each run: it contains no placeholder.
bool isFixedText(std::string_view text);

/// The Python in components that mentions MLflow or Azure's SDK and that Python would accept. Other code is not
/// included.
class PythonBodies {
 public:
  explicit PythonBodies(const World& world);

  [[nodiscard]] const std::deque<PythonBody>& all() const { return all_; }
  /// Calls `visit(const PythonBody&)` for those that import the MLflow client.
  template <typename Visit>
  void eachMlflow(const Visit& visit) const {
    for (const PythonBody& body : all_) {
      if (body.mlflow) visit(body);
    }
  }

 private:
  void add(const World& world, const File& file, syntax::DeclId decl, syntax::ExprId fence);

  std::deque<PythonBody> all_;
};

}  // namespace mlpc::rules
