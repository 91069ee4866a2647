#include "mlpc/support/kubernetes.h"

#include <algorithm>
#include <unordered_set>

#include "mlpc/support/characters.h"

namespace mlpc::support {

namespace {

/// One label, of any length.
bool isLabelText(std::string_view text) {
  return !text.empty() && isLowerOrDigit(text.front()) && isLowerOrDigit(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return isLowerOrDigit(c) || c == '-'; });
}

bool isNameText(std::string_view text) {
  return !text.empty() && isAlphanumeric(text.front()) && isAlphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return isAlphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

bool isKeyText(std::string_view text) {
  return !text.empty() && text != "." && !text.starts_with("..") && std::all_of(text.begin(), text.end(), [](char c) {
    return isAlphanumeric(c) || c == '-' || c == '_' || c == '.';
  });
}

}  // namespace

bool isDnsLabel(std::string_view text) { return text.size() <= 63 && isLabelText(text); }

bool isDns1035Label(std::string_view text) { return isDnsLabel(text) && isLower(text.front()); }

bool isDnsSubdomain(std::string_view text) {
  if (text.size() > 253) return false;
  while (true) {
    const size_t dot = text.find('.');
    if (!isLabelText(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool isQualifiedName(std::string_view text) {
  if (const size_t slash = text.find('/'); slash != std::string_view::npos) {
    if (!isDnsSubdomain(text.substr(0, slash))) return false;
    text.remove_prefix(slash + 1);
  }
  return text.size() <= 63 && isNameText(text);
}

bool isLabelValue(std::string_view text) { return text.empty() || (text.size() <= 63 && isNameText(text)); }

bool isEnvironmentName(std::string_view text) { return isKeyText(text) && !isDigit(text.front()); }

bool isConfigKey(std::string_view text) { return text.size() <= 253 && isKeyText(text); }

bool isDomainPrefixedPath(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || !isDnsSubdomain(text.substr(0, slash))) return false;
  const std::string_view path = text.substr(slash + 1);
  constexpr std::string_view kOthers = "/-._~%!$&'()*+,;=:";
  return !path.empty() && std::all_of(path.begin(), path.end(), [&](char c) {
    return isAlphanumeric(c) || kOthers.find(c) != std::string_view::npos;
  });
}

bool isPodField(std::string_view path) {
  constexpr std::string_view kFields[] = {
      "metadata.name", "metadata.namespace",      "metadata.uid",  "metadata.labels", "metadata.annotations",
      "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs",  "status.podIP",
      "status.podIPs"};
  for (const std::string_view map : {"metadata.labels['", "metadata.annotations['"}) {
    if (!path.starts_with(map) || !path.ends_with("']")) continue;
    return isQualifiedName(path.substr(map.size(), path.size() - map.size() - 2));
  }
  // Only files can be made from a whole map.
  return path != "metadata.labels" && path != "metadata.annotations" &&
         std::find(std::begin(kFields), std::end(kFields), path) != std::end(kFields);
}

std::string escapeKubernetesExpansion(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    const bool special = text[i] == '$' && i + 1 < text.size() && (text[i + 1] == '(' || text[i + 1] == '$');
    if (special) out += '$';
  }
  return out;
}

std::string escapeKubernetesExpansion(std::string_view text, const std::vector<std::string>& variables) {
  std::unordered_set<std::string_view> names;
  size_t longest = 0;
  if (text.find("$(") != std::string_view::npos) {
    names.insert(variables.begin(), variables.end());
    for (const std::string& name : variables) longest = std::max(longest, name.size());
  }
  std::string out;
  out.reserve(text.size());
  size_t copied = 0;
  for (size_t i = text.find('$'); i != std::string_view::npos && i + 1 < text.size(); i = text.find('$', i + 1)) {
    out.append(text, copied, i + 1 - copied);
    copied = i + 1;
    if (text[i + 1] == '$') {
      out += "$$$";
      copied = ++i + 1;
    } else if (text[i + 1] == '(') {
      const std::string_view rest = text.substr(i + 2, longest + 1);
      const size_t end = rest.find(')');
      if (names.contains(end == std::string_view::npos ? std::string_view() : rest.substr(0, end))) out += '$';
    }
  }
  out.append(text, copied);
  return out;
}

std::string unescapeKubernetesExpansion(std::string_view text, const std::vector<std::string>& variables) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text.substr(i, 2) == "$$") ++i;
  }
  return escapeKubernetesExpansion(out, variables) == text ? out : std::string(text);
}

}  // namespace mlpc::support
