#pragma once

#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "mlpc/embedded/code_text.h"
#include "mlpc/embedded/python_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// The Python that stands in a component.
struct PythonBody {
  const File* file = nullptr;
  syntax::DeclId decl;
  const syntax::ComponentDecl* component = nullptr;
  std::unique_ptr<const embedded::CodeText> text;
  std::unique_ptr<const embedded::PythonCode> code;
  std::vector<embedded::PythonImport> imports;
  std::vector<embedded::PythonCall> calls;
  bool mlflow = false;  ///< it imports the client

  [[nodiscard]] source::Span span(embedded::Range range) const { return text->span(range.begin, range.end); }
  /// The first call of `mlflow.<function>`, or null.
  [[nodiscard]] const embedded::PythonCall* call(std::string_view function) const;
  /// Whether the code says a word anywhere, in a text too.
  [[nodiscard]] bool says(std::string_view word) const { return text->text().find(word) != std::string_view::npos; }
  /// A setting of the component; invalid if it is not there.
  [[nodiscard]] syntax::ExprId setting(std::string_view key) const {
    const syntax::SettingStmt* found = file->setting(component->body, key);
    return found != nullptr ? found->value : syntax::ExprId();
  }
};

/// What follows `mlflow.` of a call; empty for other calls.
std::string_view mlflowFunction(const embedded::PythonCall& call);
/// Whether a text is there and is the same in each run: no placeholder stands in it.
bool isFixedText(std::string_view text);

/// The Python in components that speaks of MLflow or of Azure's SDK and that Python would take. Other code is not read.
class PythonBodies {
 public:
  explicit PythonBodies(const World& world);

  [[nodiscard]] const std::deque<PythonBody>& all() const { return all_; }
  /// Calls `visit(const PythonBody&)` for those that import the client of MLflow.
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
