#pragma once

#include <optional>
#include <unordered_map>

#include "mlpc/embedded/python_code.h"
#include "mlpc/sema/type.h"

namespace mlpc::rules::python {

/// What a Python expression yields, as far as its text alone reveals.
enum class PythonValue : uint8_t { String, Int, Float, Bool, List, Dict, Set, Tuple, Bytes, None };

/// The names whose values are known from elsewhere: the inputs of a component.
using PythonKnown = std::unordered_map<std::string_view, PythonValue>;

/// The kind of the expression, or nothing if that depends on anything but literals, calls of built-in types, inputs,
/// and names that the code binds once.
std::optional<PythonValue> pythonValue(const embedded::PythonCode& code, embedded::Node expression,
                                       const PythonKnown& known);

/// What a value of type `type` is in Python, or nothing.
std::optional<PythonValue> pythonValueOf(const sema::TypeStore& types, sema::TypeId type);
/// Whether the executor of kfp 2.15 accepts `value` for an output of type `type`; it looks at the class of the value.
bool fitsPythonOutput(const sema::TypeStore& types, sema::TypeId type, PythonValue value);

/// With its article: `a string`.
std::string_view describePythonValue(PythonValue value);

}  // namespace mlpc::rules::python
