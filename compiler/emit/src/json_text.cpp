#include <cmath>

#include "mlpc/emit/document.h"
#include "mlpc/support/id.h"
#include "mlpc/support/text.h"
#include "scalar.h"

namespace mlpc::emit {
namespace {

void append(std::string& out, const Node& node) {
  std::visit(support::Overload{
                 [&](std::monostate) { out += "null"; },
                 [&](bool value) { out += value ? "true" : "false"; },
                 [&](int64_t value) { appendInteger(out, value); },
                 [&](double value) {
                   // The names that json.dumps writes and json.loads reads.
                   if (std::isfinite(value)) {
                     out += support::formatDouble(value);
                   } else {
                     out += std::isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
                   }
                 },
                 [&](const std::string& text) { out += support::quoteJson(text); },
                 [&](const Node::Sequence& items) {
                   out += '[';
                   for (size_t i = 0; i < items.size(); ++i) {
                     if (i != 0) out += ", ";
                     append(out, items[i]);
                   }
                   out += ']';
                 },
                 [&](const Node::Mapping& entries) {
                   out += '{';
                   for (size_t i = 0; i < entries.size(); ++i) {
                     if (i != 0) out += ", ";
                     out += support::quoteJson(entries[i].key);
                     out += ": ";
                     append(out, entries[i].value);
                   }
                   out += '}';
                 },
             },
             node.storage());
}

}  // namespace

std::string jsonText(const Node& node) {
  std::string out;
  append(out, node);
  return out;
}

}  // namespace mlpc::emit
