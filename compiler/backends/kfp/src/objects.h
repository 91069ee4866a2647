#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mlpc/ir/program.h"

namespace mlpc::backends::kfp {

/// What an environment variable or a volume refers to by name.
struct ObjectName {
  enum class Kind : uint8_t { Secret, ConfigMap, Claim };
  Kind kind = Kind::Secret;
  std::optional<std::string> text;   ///< if known at compile time
  const ir::Value* value = nullptr;  ///< otherwise
  std::string key;
  std::string declared;  ///< the declaration through which it is known
  bool optional = false;
  source::Span origin;      ///< of the whole
  source::Span nameOrigin;  ///< of the name
  source::Span keyOrigin;   ///< of the key
};
/// The name that `value` stands for, if it is a reference to a secret of Kubernetes, a config map or a claim.
std::optional<ObjectName> objectNameOf(const ir::Program& program, const ir::Value& value);

/// The string of a constant argument of a built-in call, or "".
std::string textArgument(const ir::Call& call, vocabulary::FieldName name);

/// The text of a constant; "" for `null`, and for what is known only at run time.
std::string textOf(const ir::Value& value);
/// Whether it is the constant `true`.
bool isTrue(const ir::Value* value);

}  // namespace mlpc::backends::kfp
