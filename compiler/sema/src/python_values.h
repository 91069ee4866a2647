#pragma once

#include <optional>
#include <unordered_map>
#include <utility>

#include "mlpc/sema/type.h"
#include "python_code.h"

namespace mlpc::sema {

/// What an expression of Python gives, as far as its text alone tells.
enum class PythonValue : uint8_t { String, Int, Float, Bool, List, Dict, Set, Tuple, Bytes, None };

/// The names whose values are known from elsewhere: the inputs of a component.
using PythonKnown = std::unordered_map<std::string_view, PythonValue>;

/// The kind of the expression between the tokens `first` and `last`, or nothing if that depends on anything but
/// literals, calls of built-in types, inputs, and names that the code binds once.
std::optional<PythonValue> pythonValue(const PythonCode& code, uint32_t first, uint32_t last, const PythonKnown& known);

/// Of `a if b else c` between the tokens `first` and `last`, which is not part of something looser, the two words.
std::optional<std::pair<uint32_t, uint32_t>> pythonCondition(const PythonCode& code, uint32_t first, uint32_t last);

/// What a value of type `type` is in Python, or nothing.
std::optional<PythonValue> pythonValueOf(const TypeStore& types, TypeId type);
/// Whether the executor of kfp 2.15 takes `value` for an output of type `type`; it looks at the class of the value.
bool fitsPythonOutput(const TypeStore& types, TypeId type, PythonValue value);

/// With its article: `a string`.
std::string_view describePythonValue(PythonValue value);

}  // namespace mlpc::sema
