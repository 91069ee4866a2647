// The rules for single strings.
#include "legalize/rules.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/support/image.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/support/units.h"

namespace mlpc::backends::kfp {

void checkImage(std::string_view image, source::Span origin, diag::Engine& diags) {
  if (!support::isImageReference(image)) diags.report(origin, diag::kfpImage, image);
}

void checkVariable(const ir::Field& field, diag::Engine& diags) {
  if (!support::isEnvironmentName(field.key)) diags.report(field.keyOrigin, diag::kfpVariableName, field.key);
  if (const std::string* text = field.value.text()) checkPlaceholders(*text, field.value.origin, diags);
}

void checkStorage(const ir::Value& size, diag::Engine& diags) {
  const support::Constant* constant = size.scalar();
  if (constant == nullptr || constant->isNull()) return;
  const std::string text = constant->toText();
  const auto quantity = support::Quantity::parse(text);
  if (!quantity || quantity->nano() < 0) {
    diags.report(size.origin, diag::kfpResourceAmount, text, diag::Phrase("storage"));
  } else if (quantity->nano() == 0) {
    diags.report(size.origin, diag::kfpNoStorage, text);
  } else if (!quantity->isInteger()) {
    diags.report(size.origin, diag::kfpFractionOfByte, text);
  }
}

}  // namespace mlpc::backends::kfp
