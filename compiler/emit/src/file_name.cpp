#include "mlpc/emit/file_name.h"

#include <algorithm>
#include <array>

#include "mlpc/support/text.h"

namespace mlpc::emit {
namespace {

/// Windows opens a device whatever the extension.
bool isDevice(std::string_view name) {
  std::string stem = support::toLower(name.substr(0, name.find('.')));
  stem.erase(stem.find_last_not_of(' ') + 1);
  constexpr std::array<std::string_view, 6> kDevices = {"con", "prn", "aux", "nul", "conin$", "conout$"};
  if (std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end()) return true;
  if (!stem.starts_with("com") && !stem.starts_with("lpt")) return false;
  const std::string_view number = std::string_view(stem).substr(3);
  const bool superscript = number == "\u00B9" || number == "\u00B2" || number == "\u00B3";
  return superscript || (number.size() == 1 && number.front() >= '0' && number.front() <= '9');
}

}  // namespace

std::optional<std::string_view> fileNameProblem(std::string_view name) {
  constexpr size_t kLongest = 255;
  if (name.empty()) return "is empty";
  if (name.size() > kLongest) return "has more than 255 bytes";
  if (name.find_first_of("/\\") != std::string_view::npos) return "contains a separator of paths";
  if (name.find('\t') != std::string_view::npos || support::visible(name) != name)
    return "contains a character that is no text";
  if (name.find_first_of("<>:\"|?*") != std::string_view::npos) return "contains one of `<>:\"|?*`";
  if (name.front() == '-') return "begins with a dash, like an option";
  if (name.front() == ' ') return "begins with a space";
  if (name.back() == '.' || name.back() == ' ') return "ends with a dot or a space";
  if (isDevice(name)) return "is the name of a device in Windows";
  return std::nullopt;
}

}  // namespace mlpc::emit
