#include "mlpc/support/constant.h"

#include <fmt/format.h>

#include <cmath>

#include "mlpc/support/id.h"
#include "mlpc/support/text.h"

namespace mlpc::support {
namespace {

void writeJson(const Constant& value, std::string& out) {
  std::visit(Overload{
                 [&](std::monostate) { out += "null"; },
                 [&](bool b) { out += b ? "true" : "false"; },
                 [&](int64_t i) { out += fmt::format("{}", i); },
                 [&](double d) { out += std::isfinite(d) ? formatDouble(d) : "null"; },
                 [&](const std::string& s) { out += quoteJson(s); },
                 [&](const Quantity& q) { out += quoteJson(q.text()); },
                 [&](const Duration& d) { out += quoteJson(d.text()); },
                 [&](const Constant::List& list) {
                   out += '[';
                   for (size_t i = 0; i < list.size(); ++i) {
                     if (i != 0) out += ", ";
                     writeJson(list[i], out);
                   }
                   out += ']';
                 },
                 [&](const Constant::Record& record) {
                   out += '{';
                   for (size_t i = 0; i < record.size(); ++i) {
                     if (i != 0) out += ", ";
                     out += quoteJson(record[i].name);
                     out += ": ";
                     writeJson(record[i].value, out);
                   }
                   out += '}';
                 },
             },
             value.storage());
}

}  // namespace

const Constant* Constant::field(std::string_view name) const {
  const auto* record = as<Record>();
  if (record == nullptr) return nullptr;
  for (const auto& field : *record) {
    if (field.name == name) return &field.value;
  }
  return nullptr;
}

std::string Constant::toText() const {
  if (const auto* s = as<std::string>()) return *s;
  if (const auto* q = as<Quantity>()) return q->text();
  if (const auto* d = as<Duration>()) return d->text();
  return toJson();
}

std::string Constant::toJson() const {
  std::string out;
  writeJson(*this, out);
  return out;
}

bool operator==(const Constant& a, const Constant& b) {
  if (a.storage_.index() != b.storage_.index()) {
    // 1 and 1.0 are the same number.
    const auto* ai = a.as<int64_t>();
    const auto* bi = b.as<int64_t>();
    const auto* ad = a.as<double>();
    const auto* bd = b.as<double>();
    if (ai != nullptr && bd != nullptr) return static_cast<double>(*ai) == *bd;
    if (ad != nullptr && bi != nullptr) return *ad == static_cast<double>(*bi);
    return false;
  }
  if (const auto* list = a.as<Constant::List>()) return *list == *b.as<Constant::List>();
  if (const auto* record = a.as<Constant::Record>()) {
    const auto& other = *b.as<Constant::Record>();
    if (record->size() != other.size()) return false;
    for (const auto& field : *record) {
      const Constant* match = b.field(field.name);
      if (match == nullptr || !(field.value == *match)) return false;
    }
    return true;
  }
  return a.storage_ == b.storage_;
}

}  // namespace mlpc::support
