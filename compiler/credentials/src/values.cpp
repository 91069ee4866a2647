// Which values are credentials, given what they are assigned to.
#include "values.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "mlpc/credentials/credentials.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

using support::isAlphanumeric;
using support::isDigit;
using support::isLetter;
using support::isLower;
using support::isUpper;

/// Says that there is none, or that it is still to come.
constexpr WordSet kNoValues{"anonymous", "dummy",     "empty",       "fake",     "false",     "hidden",  "na",
                            "nil",       "no",        "none",        "missing",  "n/a",       "not set", "not-needed",
                            "not-set",   "not-used",  "not_set",     "notset",   "notneeded", "null",    "off",
                            "on",        "optional",  "placeholder", "redacted", "required",  "tbd",     "todo",
                            "true",      "undefined", "unknown",     "unset",    "unused",    "yes"};
/// Ways to sign in.
constexpr WordSet kSchemes{"aad",
                           "aad_token",
                           "aml_token",
                           "apikey",
                           "basic",
                           "bearer",
                           "cert",
                           "certificate",
                           "cli",
                           "digest",
                           "disabled",
                           "enabled",
                           "external",
                           "iam",
                           "identity",
                           "interactive",
                           "jwt",
                           "kerberos",
                           "key",
                           "kubernetes",
                           "ldap",
                           "login",
                           "managed",
                           "managed_identity",
                           "md5",
                           "msi",
                           "mtls",
                           "negotiate",
                           "ntlm",
                           "oauth",
                           "oauth2",
                           "oidc",
                           "password",
                           "plain",
                           "saml",
                           "scram-sha-256",
                           "simple",
                           "ssh",
                           "sso",
                           "tls",
                           "token",
                           "trust",
                           "workload_identity",
                           "x509"};
/// What documentation puts where a value belongs.
constexpr WordSet kTypeNames{"bytes", "char",   "credential", "password", "secret",
                             "str",   "string", "text",       "token",    "value"};

constexpr std::array<std::string_view, 24> kExtensions = {
    ".cer", ".cfg",     ".conf", ".crt", ".csv",        ".der", ".env", ".gpg",  ".ini", ".jks", ".json", ".key",
    ".p12", ".parquet", ".pem",  ".pfx", ".properties", ".pub", ".sh",  ".toml", ".txt", ".xml", ".yaml", ".yml"};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// `<token>`, `***`, `xxxx`, `your-token-here`, `…`
bool isPlaceholder(std::string_view value) {
  if (value.front() == '<' && value.back() == '>') return true;
  if (value.front() == '[' && value.back() == ']') return true;
  // Bytes of other scripts count as letters.
  const auto says = [](char c) {
    return (isAlphanumeric(c) || static_cast<unsigned char>(c) >= 0x80) && c != 'x' && c != 'X';
  };
  if (std::none_of(value.begin(), value.end(), says)) return true;
  if (has(value, "…") || value.ends_with("...")) return true;
  if (value.size() > 40) return false;
  const std::string lower = support::toLower(value);
  if (kNoValues.contains(lower)) return true;
  return lower.starts_with("your-") || lower.starts_with("your_") || lower.starts_with("your ") ||
         lower.starts_with("my-own-") || lower.ends_with("_here") || lower.ends_with("-here") ||
         lower.starts_with("insert") || lower.starts_with("replace") || has(lower, "placeholder") ||
         has(lower, "no-key") || has(lower, "redacted");
}

bool isPath(std::string_view value) {
  if (has(value, "://") || value.starts_with("arn:") || value.starts_with("vault:")) return true;
  if (value.find_first_of(" \t\n;") != std::string_view::npos) return false;
  const bool rooted = value.starts_with('/') || value.starts_with("./") || value.starts_with("../") ||
                      value.starts_with("~/") || (value.size() > 2 && value[1] == ':' && value[2] == '\\');
  // Base64 may begin with a slash, too.
  if (rooted && value.find_first_of("+=") == std::string_view::npos) return true;
  const std::string lower = support::toLower(value.substr(value.size() > 12 ? value.size() - 12 : 0));
  return std::any_of(kExtensions.begin(), kExtensions.end(),
                     [&](std::string_view end) { return lower.size() > end.size() && lower.ends_with(end); });
}

/// A word as it is in names: letters, a number, a letter with a number (`v2`), or short (`k8s`).
bool isNameWord(std::string_view word) {
  constexpr size_t kShort = 3;
  if (word.size() <= kShort || std::all_of(word.begin(), word.end(), isDigit)) return true;
  return std::all_of(word.begin() + 1, word.end(), isLetter(word[1]) ? isLetter : isDigit) &&
         (isLetter(word[0]) || !isLetter(word[1]));
}

/// Words with separators, as names of secrets, keys and variables are: `mlflow-token`, `HF_TOKEN`, `text-v2`.
bool isNameLike(std::string_view value) {
  while (!value.empty() && value.front() == '_') value.remove_prefix(1);
  if (value.empty() || !isLetter(value.front())) return false;
  size_t word = 0;
  for (size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size() && isAlphanumeric(value[i])) continue;
    if (i < value.size() && std::string_view("-_./:").find(value[i]) == std::string_view::npos) return false;
    if (!isNameWord(value.substr(word, i - word))) return false;
    word = i + 1;
  }
  return true;
}

bool isNumber(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return isDigit(c) || c == '.' || c == '-' || c == '+' || c == ','; });
}

/// A connection string without the part that is secret, or with one that the search in texts finds.
bool isStructured(std::string_view value) { return has(value, "=") || has(value, "://"); }

/// What follows `Bearer` or `Basic`, or all of it.
std::string_view afterScheme(std::string_view value) {
  const size_t space = value.find(' ');
  if (space == std::string_view::npos || value.find(' ', space + 1) != std::string_view::npos) return value;
  const std::string scheme = support::toLower(value.substr(0, space));
  return kSchemes.contains(scheme) ? value.substr(space + 1) : value;
}

bool isSentence(std::string_view value) { return std::count(value.begin(), value.end(), ' ') > 1; }

/// In a field or in code, what is called like this is often only named.
bool namesAnother(std::string_view value) {
  if (isSentence(value)) return true;
  const std::string lower = support::toLower(value);
  if (kTypeNames.contains(lower)) return true;
  return isNameLike(value) && judgeName(value) != NameKind::None;
}

}  // namespace

bool isReference(std::string_view value) {
  if (value.empty()) return true;
  // `$(X)`, `${X}`, `$[x]`, and `$X` alone
  for (size_t at = value.find('$'); at != std::string_view::npos; at = value.find('$', at + 1)) {
    if (at + 1 == value.size()) break;
    const char next = value[at + 1];
    if (next == '(' || next == '{' || next == '[') return true;
    if (at == 0 && (isLetter(next) || next == '_' || isDigit(next) || next == '@')) return true;
    if (next == '$') ++at;
  }
  // `{{ x }}`, `{x}`, `%s`, `%(x)s`, `%X%`
  const size_t brace = value.find('{');
  if (brace != std::string_view::npos && value.find('}', brace) != std::string_view::npos) return true;
  if (has(value, "%s") || has(value, "%(") || has(value, "%d")) return true;
  if (value.size() > 2 && value.front() == '%' && value.back() == '%') return true;
  return value.starts_with("@Microsoft.KeyVault") || value.starts_with('`') || value.starts_with('@');
}

bool isMixed(std::string_view text) {
  const bool digit = std::any_of(text.begin(), text.end(), isDigit);
  const bool lower = std::any_of(text.begin(), text.end(), isLower);
  const bool upper = std::any_of(text.begin(), text.end(), isUpper);
  return (digit && (lower || upper)) || (lower && upper);
}

bool isRandom(std::string_view text) {
  if (text.size() < 6 || text.find(' ') != std::string_view::npos || isNameLike(text)) return false;
  const bool digit = std::any_of(text.begin(), text.end(), isDigit);
  return digit && std::any_of(text.begin(), text.end(), isLetter);
}

bool isGenerated(std::string_view text) {
  if (text.size() < 20 || !isRandom(text)) return false;
  std::array<unsigned, 256> counts{};
  for (const char c : text) {
    const bool ofKey =
        isAlphanumeric(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_' || c == '~' || c == '.';
    if (!ofKey) return false;
    ++counts[static_cast<unsigned char>(c)];
  }
  double bits = 0;  // Shannon's entropy per character
  for (const unsigned count : counts) {
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    if (count != 0) bits -= share * std::log2(share);
  }
  constexpr double kLeast = 3.0;
  return bits >= kLeast;
}

bool standsForSomething(std::string_view value) {
  const size_t begin = value.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return true;
  value = value.substr(begin, value.find_last_not_of(" \t\r\n") - begin + 1);
  return isReference(value) || isPlaceholder(value) || isPath(value);
}

bool isCredential(NameKind kind, std::string_view value, Where place) {
  if (kind == NameKind::None || standsForSomething(value)) return false;
  const bool variable = place == Where::Variable;
  switch (kind) {
    case NameKind::None: return false;
    case NameKind::Key: return variable && isGenerated(value);
    case NameKind::Auth: {
      const std::string_view rest = afterScheme(value);
      if (standsForSomething(rest) || isNumber(rest) || kSchemes.contains(support::toLower(rest))) return false;
      return variable || rest.size() != value.size() || isRandom(value);
    }
    case NameKind::Weak: return !isNumber(value) && (variable || isRandom(value));
    case NameKind::Token: return !isNumber(value) && (variable || (value.size() >= 8 && isRandom(value)));
    case NameKind::Connection: return !isStructured(value) && (variable || isRandom(value));
    case NameKind::Strong:
      // The digits of a PIN are a password, a single one is a number.
      if (isNumber(value) && value.size() < 4) return false;
      return variable || !namesAnother(value);
  }
  return false;
}

}  // namespace mlpc::credentials
