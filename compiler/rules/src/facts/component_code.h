#pragma once

#include <string_view>
#include <vector>

#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// The Python of one component: a fence, or a file that it names.
struct ComponentCode {
  const File& file;
  const sema::Symbol& component;
  const syntax::ComponentDecl& declaration;
  const sema::Signature& signature;
  const embedded::CodeText& text;
  const embedded::PythonCode& code;
  bool body = false;          ///< the code inside the function; otherwise a module that contains the function
  bool namedOutputs = false;  ///< returned as `Outputs(…)`

  [[nodiscard]] source::Span span(embedded::Range range) const { return text.span(range.begin, range.end); }
  /// A setting of the component; invalid if it is missing.
  [[nodiscard]] syntax::ExprId setting(vocabulary::FieldName key) const;
  /// The outputs that the code returns: parameters, and the one without a name.
  [[nodiscard]] std::vector<const sema::Field*> returned() const;
  /// The statements that return them; none if they cannot be found.
  [[nodiscard]] embedded::Node statements() const;
};

/// The code of all components of a file.
std::vector<ComponentCode> pythonOf(const World& world, const File& file);
/// The code that Python would accept, as far as is known.
std::vector<ComponentCode> goodPythonOf(const World& world, const File& file);

/// An artifact or a list of artifacts.
bool isArtifact(const sema::TypeStore& types, sema::TypeId type);

}  // namespace mlpc::rules
