// Compares what is returned with the types of the outputs, where the text alone reveals the kind of a value.
#include "facts/component_code.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/python.h"
#include "mlpc/rules/context.h"
#include "python/python_values.h"

namespace mlpc::rules::python {

namespace {

using embedded::Node;
using sema::Field;

/// How many levels of `a if b else c` inside each other are followed.
constexpr unsigned kDeepestCondition = 16;

class ReturnTypes {
 public:
  ReturnTypes(const ComponentCode& python, Context& context) : python_(python), context_(context) {
    for (const Field& input : python.signature.parameters) {
      if (const auto value = pythonValueOf(context.world.types(), input.type)) known_.emplace(input.name, *value);
    }
  }

  void judge(Node statements) {
    const std::vector<const Field*> fields = python_.returned();
    if (fields.empty()) return;
    for (const embedded::PythonReturn& r : python_.code.returns(statements)) {
      if (!r.value) continue;
      if (python_.namedOutputs) {
        outputs(r.value, fields);
      } else {
        value(r.value, *fields.front());
      }
    }
  }

 private:
  void outputs(Node returned, const std::vector<const Field*>& fields) {
    if (!returned.is("call") || returned.child("function").text() != "Outputs") return;
    for (const Node argument : returned.child("arguments").parts()) {
      if (!argument.is("keyword_argument")) continue;
      for (const Field* field : fields) {
        if (field->name == argument.child("name").text()) value(argument.child("value"), *field);
      }
    }
  }

  void value(Node expression, const Field& field, unsigned depth = 0) {
    while (expression.is("parenthesized_expression") && expression.parts().size() == 1)
      expression = expression.parts().front();
    if (expression.is("conditional_expression")) {
      const std::vector<Node> parts = expression.parts();
      if (depth == kDeepestCondition || parts.size() != 3) return;
      value(parts[0], field, depth + 1);
      value(parts[2], field, depth + 1);
      return;
    }
    const sema::TypeStore& types = context_.world.types();
    const auto found = pythonValue(python_.code, expression, known_);
    const bool unknown = field.type && types[field.type].kind == sema::TypeKind::Error;
    if (!found || unknown || fitsPythonOutput(types, field.type, *found)) return;
    const std::string which = python_.namedOutputs ? " `" + std::string(field.name) + '`' : std::string();
    context_
        .report(python_.span(expression.range()), diag::returnType, diag::Phrase(describePythonValue(*found)),
                diag::Phrase(which), diag::TypeName(types.name(field.type)))
        .note(field.span, diag::declaredHere, python_.namedOutputs ? field.name : std::string_view("Output"));
  }

  const ComponentCode& python_;
  Context& context_;
  PythonKnown known_;
};

void findWrongTypes(const File& file, Context& context) {
  for (const ComponentCode& python : goodPythonOf(context.world, file)) {
    if (const Node statements = python.statements()) ReturnTypes(python, context).judge(statements);
  }
}

}  // namespace

extern constinit const Rule returnType{
    .name = "return-type",
    .category = Category::Python,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::returnType.record},
    .first = true,
    .file = findWrongTypes,
};

}  // namespace mlpc::rules::python
