#include <cmath>

#include "mlpc/emit/yaml_writer.h"
#include "mlpc/support/id.h"
#include "mlpc/support/text.h"
#include "recorder.h"
#include "scalar.h"

namespace mlpc::emit {
namespace {

void append(std::string& out, const Node& node, Recorder* recorder) {
  const size_t begin = out.size();
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
                     const Recorder::Step step(recorder, i, items[i]);
                     append(out, items[i], recorder);
                   }
                   out += ']';
                 },
                 [&](const Node::Mapping& entries) {
                   out += '{';
                   for (size_t i = 0; i < entries.size(); ++i) {
                     if (i != 0) out += ", ";
                     out += support::quoteJson(entries[i].key);
                     out += ": ";
                     const Recorder::Step step(recorder, entries[i].key, entries[i].value);
                     append(out, entries[i].value, recorder);
                   }
                   out += '}';
                 },
             },
             node.storage());
  if (recorder != nullptr && !node.isMapping() && !node.isSequence()) recorder->note(begin, out.size());
}

}  // namespace

std::string writeJson(const Node& document, std::vector<Mapped>* map, source::Span origin) {
  std::string out;
  if (map == nullptr) {
    append(out, document, nullptr);
  } else {
    Recorder recorder(*map, 0, origin);
    const Recorder::Step step(&recorder, document);
    append(out, document, &recorder);
  }
  return out;
}

}  // namespace mlpc::emit
