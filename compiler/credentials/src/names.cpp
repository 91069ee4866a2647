// Which names mean credentials.
#include <algorithm>
#include <array>
#include <optional>

#include "mlpc/credentials/credentials.h"
#include "mlpc/support/characters.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

/// What `token` and `pass` are about where they do not mean credentials.
constexpr WordSet kOtherTokens{
    "bad",       "begin",     "blank",   "bos",      "byte",       "cancel",  "cancellation", "char",
    "character", "chat",      "class",   "cls",      "completion", "context", "continuation", "count",
    "decoder",   "delimiter", "doc",     "document", "draft",      "each",    "encoder",      "end",
    "eod",       "eos",       "eot",     "every",    "extra",      "fim",     "first",        "forced",
    "image",     "img",       "input",   "lang",     "language",   "last",    "marker",       "mask",
    "max",       "middle",    "min",     "new",      "next",       "no",      "num",          "out",
    "output",    "pad",       "padding", "page",     "pagination", "per",     "placeholder",  "prefix",
    "prev",      "previous",  "prompt",  "query",    "reasoning",  "role",    "sep",          "separator",
    "single",    "skip",      "space",   "special",  "start",      "stop",    "sub",          "suffix",
    "suppress",  "sync",      "system",  "target",   "text",       "think",   "thinking",     "total",
    "trigger",   "turn",      "unk",     "unknown",  "video",      "vocab",   "vocabulary",   "word"};
constexpr WordSet kOtherPasses{"backward", "band", "first",  "forward", "high",  "low", "multi",
                               "num",      "one",  "second", "single",  "third", "two", "which"};
/// Ordinary words that end in `pass`.
constexpr WordSet kPassWords{"bypass", "compass", "encompass", "overpass", "surpass", "trespass", "underpass"};

constexpr WordSet kTokenOwners{
    "access", "account", "admin",  "anthropic",   "api",     "app",      "auth",   "authentication", "aws",
    "azure",  "bearer",  "bot",    "ado",         "ci",      "clearml",  "client", "comet",          "databricks",
    "db",     "deploy",  "devops", "docker",      "gcp",     "gh",       "git",    "github",         "gitlab",
    "google", "hf",      "hub",    "huggingface", "id",      "jwt",      "k8s",    "kaggle",         "kube",
    "login",  "mlflow",  "npm",    "oauth",       "openai",  "personal", "pypi",   "refresh",        "registry",
    "sa",     "sas",     "secret", "security",    "service", "session",  "slack",  "sonar",          "tracking",
    "user",   "vault",   "wandb"};
constexpr WordSet kSecretOwners{"api",    "app",  "application", "auth",  "aws",     "azure",  "client",  "consumer",
                                "cookie", "hmac", "jwt",         "oauth", "session", "shared", "signing", "webhook"};
constexpr WordSet kKeyOwners{"access",     "account",      "admin",   "anthropic",   "api",     "auth",     "aws",
                             "azure",      "client",       "cohere",  "comet",       "cosmos",  "cosmosdb", "datadog",
                             "deepseek",   "encryption",   "gcp",     "gemini",      "github",  "gitlab",   "google",
                             "groq",       "hf",           "hmac",    "huggingface", "jwt",     "kaggle",   "langchain",
                             "langsmith",  "mailgun",      "master",  "minio",       "mistral", "neptune",  "openai",
                             "openrouter", "pinecone",     "private", "sas",         "secret",  "sendgrid", "serpapi",
                             "servicebus", "shared",       "sign",    "signing",     "slack",   "ssh",      "storage",
                             "stripe",     "subscription", "tavily",  "together",    "twilio",  "wandb",    "webhook"};
/// Keys of data, which are not credentials, however random they look.
constexpr WordSet kOtherKeys{
    "arrow",       "blob",    "cache",   "column", "composite", "config", "context", "data",  "dedup",
    "dict",        "enter",   "feature", "file",   "foreign",   "group",  "hash",    "home",  "host",
    "idempotency", "index",   "input",   "join",   "json",      "label",  "lookup",  "map",   "metric",
    "monitor",     "natural", "object",  "output", "partition", "path",   "public",  "query", "range",
    "routing",     "row",     "shard",   "sort",   "surrogate", "target", "unique"};

/// Words after the one that decides which do not change it: `PASSWORD_PROD`.
constexpr WordSet kModifiers{"b",    "base",       "current", "dev",       "new",     "old",  "plain", "plaintext",
                             "prod", "production", "raw",     "secondary", "staging", "test", "value"};

/// `dbpassword`: the rest of the word in front of `end`, if there is one.
std::optional<std::string_view> before(std::string_view word, std::string_view end) {
  if (word.size() <= end.size() || !word.ends_with(end)) return std::nullopt;
  return word.substr(0, word.size() - end.size());
}

NameKind judgeToken(std::string_view owner) {
  if (owner.empty()) return NameKind::Token;
  if (kOtherTokens.contains(owner)) return NameKind::None;
  return kTokenOwners.contains(owner) ? NameKind::Strong : NameKind::Weak;
}

NameKind judgeKey(std::string_view owner) {
  if (owner == "public" || owner.empty()) return owner.empty() ? NameKind::Key : NameKind::None;
  if (kKeyOwners.contains(owner)) return NameKind::Strong;
  return kOtherKeys.contains(owner) ? NameKind::None : NameKind::Key;
}

NameKind judgeSecret(std::string_view owner) {
  return kSecretOwners.contains(owner) ? NameKind::Strong : NameKind::Weak;
}

/// `owner` is the word in front.
NameKind judgeWord(std::string_view word, std::string_view owner, std::string_view beforeOwner) {
  if (word == "token") return judgeToken(owner);
  if (word == "key") {
    if (beforeOwner == "public") return NameKind::None;
    // Kubernetes calls the key of a secret `secretKey` too, and names it there.
    if (owner == "secret" && beforeOwner.empty()) return NameKind::Weak;
    return judgeKey(owner);
  }
  if (word == "secret") return judgeSecret(owner);
  if (word == "pass") {
    if (owner == "bypass" || kOtherPasses.contains(owner)) return NameKind::None;
    return NameKind::Weak;
  }
  if (word == "tokens" && kTokenOwners.contains(owner)) return NameKind::Weak;
  // Elsewhere a pattern.
  if (word == "pat") return owner == "ext" || kTokenOwners.contains(owner) ? NameKind::Weak : NameKind::Key;
  if (word == "sas") return NameKind::Weak;
  if (word == "pwd") return NameKind::Strong;
  if (word == "auth" || word == "authorization") return NameKind::Auth;
  if (word == "header" && (owner == "auth" || owner == "authorization")) return NameKind::Auth;
  if (word == "credential" || word == "credentials" || word == "creds" || word == "cred")
    return owner == "feed" ? NameKind::None : NameKind::Weak;
  if (word == "string" && (owner == "connection" || owner == "conn")) return NameKind::Connection;
  if (word == "str" && (owner == "connection" || owner == "conn")) return NameKind::Connection;
  if (word == "connstr" || word == "connectionstring" || word == "dsn") return NameKind::Connection;
  for (const std::string_view end : {"password", "passwd", "passphrase", "passcode"}) {
    if (word == end || before(word, end)) return NameKind::Strong;
  }
  if (word == "pw") return owner.empty() ? NameKind::Key : NameKind::Strong;
  if (word == "bearer" || word == "jwt") return NameKind::Weak;
  if (const auto rest = before(word, "token")) return judgeToken(*rest);
  if (const auto rest = before(word, "secret")) return judgeSecret(*rest);
  if (const auto rest = before(word, "pwd")) return NameKind::Strong;
  if (const auto rest = before(word, "key")) return kKeyOwners.contains(*rest) ? NameKind::Strong : NameKind::None;
  if (word.size() > 5 && before(word, "pass")) return kPassWords.contains(word) ? NameKind::None : NameKind::Weak;
  return NameKind::None;
}

/// Most names differ from these in their last two letters.
constexpr auto kEnds = [] {
  constexpr std::string_view kPairs = "rdwdsedeedeneteyssatasthonerlsaldsngtrsnpwwtnsueodinawevewldntrystxt";
  std::array<bool, 26 * 26> table{};
  for (size_t i = 0; i < kPairs.size(); i += 2)
    table[static_cast<size_t>((kPairs[i] - 'a') * 26 + kPairs[i + 1] - 'a')] = true;
  for (size_t a = 0; a < 26; ++a) table[a * 26 + 1] = true;  // `_b64`
  return table;
}();

size_t letter(char c) { return static_cast<size_t>((support::isUpper(c) ? c + 32 : c) - 'a'); }

}  // namespace

NameKind judgeName(std::string_view name) {
  while (!name.empty() && !support::isLetter(name.back())) name.remove_suffix(1);
  if (name.size() < 3) return NameKind::None;
  const char a = name[name.size() - 2];
  if (support::isLetter(a) && !kEnds[letter(a) * 26 + letter(name.back())]) return NameKind::None;
  Words words(name);
  size_t last = words.size();
  while (last > 1 && kModifiers.contains(words[last - 1])) --last;
  const auto at = [&](size_t back) { return last >= back ? words[last - back] : std::string_view(); };
  return last == 0 ? NameKind::None : judgeWord(at(1), at(2), at(3));
}

}  // namespace mlpc::credentials
