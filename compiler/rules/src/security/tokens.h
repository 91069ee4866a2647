#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

/// Credentials in texts.
namespace mlpc::rules::security {

/// Called with the place of a token in a text and with what it is: "a token of GitHub".
using FoundToken = std::function<void(size_t begin, size_t end, std::string_view what)>;

/// Whether a text is worth a closer look.
bool isSuspect(std::string_view text);
/// Calls `found` for each token in a text.
void findTokens(std::string_view text, const FoundToken& found);
bool holdsToken(std::string_view text);

/// The strings and fences of a program that are worth a closer look.
class SuspectTexts {
 public:
  struct Text {
    const File* file;
    embedded::CodeText code;
  };
  explicit SuspectTexts(const World& world);
  [[nodiscard]] const std::vector<Text>& all() const { return all_; }

 private:
  std::vector<Text> all_;
};

}  // namespace mlpc::rules::security
