#include "mlpc/rules/context.h"

#include <algorithm>

#include "mlpc/support/text.h"

namespace mlpc::rules {

const OptionValue* Context::given(std::string_view option) const {
  if (settings_ == nullptr) return nullptr;
  const auto found = settings_->options.find(option);
  return found != settings_->options.end() ? &found->second : nullptr;
}

const OptionDefault& Context::standard(std::string_view option) const { return rule_.option(option)->standard; }

bool Context::flag(std::string_view option) const {
  const OptionValue* value = given(option);
  return value != nullptr ? std::get<bool>(*value) : std::get<bool>(standard(option));
}

int64_t Context::number(std::string_view option) const {
  const OptionValue* value = given(option);
  return value != nullptr ? std::get<int64_t>(*value) : std::get<int64_t>(standard(option));
}

std::string_view Context::word(std::string_view option) const {
  const OptionValue* value = given(option);
  return value != nullptr ? std::string_view(std::get<std::string>(*value))
                          : std::get<std::string_view>(standard(option));
}

std::vector<std::string_view> Context::words(std::string_view option) const {
  if (const OptionValue* value = given(option)) {
    const auto& list = std::get<std::vector<std::string>>(*value);
    return {list.begin(), list.end()};
  }
  const auto list = std::get<std::span<const std::string_view>>(standard(option));
  return {list.begin(), list.end()};
}

std::optional<std::string> Context::closest(std::string_view text, const std::vector<std::string>& names) {
  constexpr unsigned kMostQuestions = 200;
  if (++questions_ > kMostQuestions) return std::nullopt;
  world.look(names.size());
  return support::closest(text, names);
}

}  // namespace mlpc::rules
