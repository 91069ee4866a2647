#include "map/python_expression.h"

#include <cmath>

#include "mlpc/support/id.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::kfp {

std::string pythonExpression(const emit::Node& node) {
  return std::visit(
      support::Overload{
          [](std::monostate) { return std::string("None"); },
          [](bool value) { return std::string(value ? "True" : "False"); },
          [](int64_t value) { return std::to_string(value); },
          [](double value) {
            if (std::isfinite(value)) return support::formatDouble(value);
            return std::string(std::isnan(value) ? "float('nan')" : value < 0 ? "float('-inf')" : "float('inf')");
          },
          [&](const std::string& text) {
            // An escape would take it past the gate.
            if (text.find(emit::kUnmapped) != std::string::npos) return std::string(emit::kUnmapped);
            return node.style() == emit::Style::Code ? text : support::quotePython(text);
          },
          [](const emit::Node::Sequence& items) {
            std::string text;
            for (const emit::Node& item : items) text += (text.empty() ? "" : ", ") + pythonExpression(item);
            return '[' + text + ']';
          },
          [](const emit::Node::Mapping& entries) {
            std::string text;
            for (const emit::Entry& entry : entries) {
              text +=
                  (text.empty() ? "" : ", ") + support::quotePython(entry.key) + ": " + pythonExpression(entry.value);
            }
            return '{' + text + '}';
          },
      },
      node.storage());
}

}  // namespace mlpc::backends::kfp
