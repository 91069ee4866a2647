#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mlpc/eval/result.h"

namespace mlpc::ir::eval {

/// `base.name`, `base["name"]`. The result for null is null: what is absent has no fields.
Result member(const support::Constant& base, std::string_view name);

/// `base[key]`: an item of a list, or a field of a record or map.
Result index(const support::Constant& base, const support::Constant& key);

/// Whether a list of `size` items has the item `index`.
std::optional<Error> checkItem(int64_t index, size_t size);

/// Roughly the bytes that a copy of `value` takes.
size_t sizeOf(const support::Constant& value);

/// The members of a record in the order in which they first appear; a later value wins, in the earlier place. `FieldT`
/// is the type of the record's fields, and `Key` its member with the name.
template <typename FieldT, auto Key>
class FieldMerger {
 public:
  void add(FieldT field) {
    const size_t at = find(field.*Key);
    if (at < fields_.size()) {
      fields_[at] = std::move(field);
      return;
    }
    if (!places_.empty()) places_.emplace(field.*Key, fields_.size());
    fields_.push_back(std::move(field));
  }
  [[nodiscard]] std::vector<FieldT> take() && { return std::move(fields_); }

 private:
  // A hash table only pays off for large records.
  static constexpr size_t kFew = 16;

  size_t find(const std::string& name) {
    if (fields_.size() < kFew) {
      size_t at = 0;
      while (at < fields_.size() && fields_[at].*Key != name) ++at;
      return at;
    }
    if (places_.empty()) {
      for (size_t i = 0; i < fields_.size(); ++i) places_.emplace(fields_[i].*Key, i);
    }
    const auto found = places_.find(name);
    return found == places_.end() ? fields_.size() : found->second;
  }

  std::vector<FieldT> fields_;
  std::unordered_map<std::string, size_t> places_;
};

using ConstantMerger = FieldMerger<support::ConstantField, &support::ConstantField::name>;

}  // namespace mlpc::ir::eval
