// Which values are credentials, given what they are assigned to.
#include "values.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "azure_expressions.h"
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
                           "auto",
                           "default",
                           "env",
                           "environment",
                           "file",
                           "keyvault",
                           "prompt",
                           "vault",
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
bool isPlain(std::string_view word) { return std::all_of(word.begin(), word.end(), isLetter); }

/// Calls `take` for each run of letters and digits, until it returns false. Returns whether it did not.
template <typename Take>
bool eachWord(std::string_view text, const Take& take) {
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && isAlphanumeric(text[i])) continue;
    if (i > begin && !take(text.substr(begin, i - begin))) return false;
    begin = i + 1;
  }
  return true;
}

/// What names something of a known size or version by a number: `utf8`, `sha256`.
constexpr WordSet kNumbered{"base", "bfloat", "cp",    "ed",    "float", "fp",    "gpt", "int",
                            "iso",  "k8s",    "latin", "llama", "md",    "oauth", "py",  "python",
                            "sha",  "tls",    "ucs",   "uint",  "utf",   "v",     "x"};

/// A word as it is in names: letters, a number, a letter with a number (`v2`), or short (`k8s`).
bool isNameWord(std::string_view word) {
  constexpr size_t kShort = 3;
  if (word.size() <= kShort || isPlain(word)) return true;
  const size_t number = word.find_first_of("0123456789");
  if (!std::all_of(word.begin() + static_cast<ptrdiff_t>(number), word.end(), isDigit)) return false;
  return number <= 1 || kNumbered.contains(support::toLower(word.substr(0, number)));
}

/// Words with separators, as names of secrets, keys and variables are: `mlflow-token`, `HF_TOKEN`, `text-v2`.
bool isNameLike(std::string_view value) {
  while (!value.empty() && value.front() == '_') value.remove_prefix(1);
  if (value.empty() || !isLetter(value.front())) return false;
  const auto isSeparator = [](char c) { return std::string_view("-_./:").find(c) != std::string_view::npos; };
  return std::all_of(value.begin(), value.end(), [&](char c) { return isAlphanumeric(c) || isSeparator(c); }) &&
         eachWord(value, isNameWord);
}

/// `your-token-here`: words, one of which says that something else belongs there.
bool saysPlaceholder(std::string_view value) {
  constexpr WordSet kSaying{"fixme",    "here", "insert", "needed", "placeholder", "redacted", "replace",
                            "required", "tbd",  "todo",   "unset",  "unused",      "your"};
  bool says = false;
  const bool words = eachWord(value, [&](std::string_view word) {
    if (!isNameWord(word)) return false;
    says = says || kSaying.contains(support::toLower(word));
    return true;
  });
  return words && says;
}

/// `<token>`, `***`, `xxxx`, `your-token-here`, `…`
bool isPlaceholder(std::string_view value) {
  const bool bracketed = (value.front() == '<' && value.back() == '>') || (value.front() == '[' && value.back() == ']');
  if (bracketed && value.size() > 1 && !isRandom(value.substr(1, value.size() - 2))) return true;
  // Bytes of other scripts count as letters.
  const auto isX = [](char c) { return c == 'x' || c == 'X'; };
  const auto says = [&](char c) { return (isAlphanumeric(c) || static_cast<unsigned char>(c) >= 0x80) && !isX(c); };
  const auto exes = std::count_if(value.begin(), value.end(), isX);
  if (exes != 1 && exes != 2 && std::none_of(value.begin(), value.end(), says)) return true;
  if (has(value, "…") || value.ends_with("...")) return true;
  constexpr size_t kLongestPlaceholder = 40;
  if (value.size() > kLongestPlaceholder) return false;
  return kNoValues.contains(support::toLower(value)) || saysPlaceholder(value);
}

/// `https://vault.example.org/x`, `secret://name`; a scheme alone makes no address of a word.
bool isAddress(std::string_view value) {
  const size_t at = value.find("://");
  if (at == std::string_view::npos || value.find_first_of(" \t\n") != std::string_view::npos) return false;
  const std::string_view scheme = value.substr(0, at);
  const bool named =
      !scheme.empty() && isLetter(scheme.front()) && std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return isAlphanumeric(c) || c == '+' || c == '-' || c == '.' || c == ':';
      });
  const std::string_view rest = value.substr(at + 3);
  if (!named || rest.empty()) return false;
  const bool web = scheme == "http" || scheme == "https" || scheme == "ftp";
  return rest.find_first_of("/.:") != std::string_view::npos || rest == "localhost" || (!web && isNameLike(rest));
}

/// `arn:aws:…`, `vault:secret/data/db#password`, `projects/p/secrets/db/versions/1`
bool isResource(std::string_view value) {
  const auto slashes = std::count(value.begin(), value.end(), '/');
  constexpr auto kPartsOfArn = 5;
  if (value.starts_with("arn:")) return std::count(value.begin(), value.end(), ':') >= kPartsOfArn;
  if (has(value, "//")) return false;
  if (value.starts_with("vault:")) return slashes > 0;
  return slashes > 1 && isNameLike(value);
}

bool isPath(std::string_view value) {
  if (value.find_first_of(" \t\n;") != std::string_view::npos) return false;
  const bool drive = value.size() > 2 && isLetter(value[0]) && value[1] == ':' && value[2] == '\\';
  // Base64 may begin with a slash, too.
  if (drive || value.find_first_of("+=") != std::string_view::npos) return drive;
  const size_t root = value.starts_with("~/") ? 1 : value.starts_with("../") ? 2 : value.starts_with("./") ? 1 : 0;
  if (value[root] != '/' || value.size() < root + 2) return root != 0;
  return has(value.substr(root + 1), "/") || !isRandom(value.substr(root + 1));
}

/// A file: in a folder, or one that is called like what it contains.
bool isFileName(std::string_view value, NameKind kind) {
  if (value.find_first_of(" \t\n;+=") != std::string_view::npos) return false;
  const std::string lower = support::toLower(value);
  const auto extension = std::find_if(kExtensions.begin(), kExtensions.end(), [&](std::string_view end) {
    return lower.size() > end.size() && lower.ends_with(end);
  });
  if (extension == kExtensions.end()) return false;
  if (kind == NameKind::PrivateKey || kind == NameKind::Credentials || kind == NameKind::Key) return true;
  return has(value, "/") || judgeName(value.substr(0, value.size() - extension->size())) != NameKind::None;
}

bool isDigits(std::string_view value) { return std::all_of(value.begin(), value.end(), isDigit); }
bool isNumber(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return isDigit(c) || std::string_view(".-+,^~<>=* ").find(c) != std::string_view::npos;
  });
}
/// A number or version that cannot be a PIN.
bool isCount(std::string_view value) {
  constexpr size_t kShortestPin = 4;
  return isNumber(value) && (value.size() < kShortestPin || !isDigits(value));
}

/// A connection string without the part that is secret, or with one that the search in texts finds.
bool isStructured(std::string_view value) { return has(value, "=") || isAddress(value); }

/// What follows `Bearer` or `Basic`, or all of it.
std::string_view afterScheme(std::string_view value) {
  const size_t space = value.find(' ');
  if (space == std::string_view::npos || value.find(' ', space + 1) != std::string_view::npos) return value;
  const std::string scheme = support::toLower(value.substr(0, space));
  return kSchemes.contains(scheme) ? value.substr(space + 1) : value;
}

bool isSentence(std::string_view value) { return std::count(value.begin(), value.end(), ' ') > 1; }

/// The name of a secret, of its key or of a variable: `mlflow-token`.
bool isNameOfOne(std::string_view value) { return isNameLike(value) && judgeName(value) != NameKind::None; }

/// `SECRET_VAR_2`
bool isNameOfVariable(std::string_view value) {
  return value.find('_') != std::string_view::npos && isUpper(value.front()) &&
         std::all_of(value.begin(), value.end(), [](char c) { return isUpper(c) || isDigit(c) || c == '_'; }) &&
         std::count_if(value.begin(), value.end(), isDigit) <= 2;
}

/// `mlpipeline-minio-artifact`: lower-case words, more than a password of words has.
bool isNameOfObject(std::string_view value) {
  return std::count(value.begin(), value.end(), '-') > 1 && std::none_of(value.begin(), value.end(), isUpper) &&
         isNameLike(value);
}

/// What an access may be allowed to do: `id-token: write`.
bool isPermission(std::string_view value) { return value == "read" || value == "write"; }

/// In a field or in code, what is called like this is often only named.
bool namesAnother(std::string_view value) {
  return isSentence(value) || kTypeNames.contains(support::toLower(value)) || isNameOfOne(value) ||
         isNameOfVariable(value) || isPermission(value);
}

bool hasSeparator(std::string_view value) { return value.find_first_of("-_/") != std::string_view::npos; }

/// Of names that are also given to names and ways to sign in: whether the value is one of those.
bool namesInVariable(std::string_view value) {
  return (hasSeparator(value) && isNameOfOne(value)) || kSchemes.contains(support::toLower(value));
}

/// `password2`: one of several keys of a secret.
bool isNumberedName(std::string_view value) {
  const size_t last = value.find_last_not_of("0123456789");
  return last != std::string_view::npos && value.size() - last <= 3 && isNameOfOne(value.substr(0, last + 1));
}

/// `prod-db2`, `ns/web-users`: words in lower case, some with a number of a few digits.
bool isNumberedObject(std::string_view value) {
  if (value.find_first_of("-/") == std::string_view::npos || std::any_of(value.begin(), value.end(), isUpper))
    return false;
  constexpr size_t kMostDigits = 3;
  const bool named = std::all_of(value.begin(), value.end(),
                                 [](char c) { return isAlphanumeric(c) || c == '-' || c == '/' || c == '.'; });
  return named && eachWord(value, [](std::string_view word) {
           const size_t letters = word.find_last_not_of("0123456789") + 1;
           return isNameWord(word) || (isPlain(word.substr(0, letters)) && word.size() - letters <= kMostDigits);
         });
}

/// The folder of a process.
bool isFolder(std::string_view value) { return value.front() == '/' || value.front() == '~'; }

}  // namespace

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

std::string_view trimmed(std::string_view value) {
  const size_t begin = value.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return value.substr(begin, value.find_last_not_of(" \t\r\n") - begin + 1);
}

namespace {

/// Whether a value is not one of its own: empty, a reference that is replaced later, a placeholder, a path, a URL.
bool standsForSomething(NameKind kind, std::string_view value) {
  return isReference(value) || isPlaceholder(value) || isAddress(value) || isResource(value) || isPath(value) ||
         isFileName(value, kind);
}

bool isWeakCredential(std::string_view value, bool variable) {
  if (isCount(value)) return false;
  return variable ? !namesInVariable(value) : isRandom(value) && !isNumberedName(value);
}

}  // namespace

bool isCredential(NameKind kind, std::string_view value, Where place) {
  value = trimmed(value);
  if (kind == NameKind::None) return false;
  if (anyChosen(value, [&](std::string_view chosen) { return isCredential(kind, chosen, place); })) return true;
  if (standsForSomething(kind, value)) return false;
  const bool variable = place == Where::Variable;
  switch (kind) {
    case NameKind::None: return false;
    case NameKind::Key: return variable && isGenerated(value);
    case NameKind::Unsure: return isRandom(value);
    case NameKind::Object: return isRandom(value) && !isNumberedObject(value) && !isNumberedName(value);
    case NameKind::Auth: {
      const std::string_view rest = afterScheme(value);
      if (standsForSomething(kind, rest) || isNumber(rest) || kSchemes.contains(support::toLower(rest))) return false;
      return variable || rest.size() != value.size() || isRandom(value);
    }
    case NameKind::Weak:
    case NameKind::Credentials: return isWeakCredential(value, variable);
    case NameKind::Secret: return isWeakCredential(value, variable) && !isNameOfObject(value);
    case NameKind::Token: return !isNumber(value) && isWeakCredential(value, variable);
    case NameKind::Connection: return !isStructured(value) && (variable || isRandom(value));
    case NameKind::PrivateKey:
      return !isCount(value) && !namesAnother(value) && !(variable && isNameLike(value) && hasSeparator(value));
    case NameKind::Folder:
      if (isFolder(value)) return false;
      [[fallthrough]];
    // The digits of a PIN are a password, a single one is a number.
    case NameKind::Strong: return !isCount(value) && (variable || !namesAnother(value));
  }
  return false;
}

}  // namespace mlpc::credentials
