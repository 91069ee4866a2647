// Which names mean credentials.
#include <algorithm>
#include <array>
#include <cstddef>

#include "mlpc/credentials/credentials.h"
#include "mlpc/support/characters.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

/// What `token` and `pass` are about where they do not mean credentials.
constexpr WordSet kOtherTokens{
    "decode",    "detokenize", "emit",    "encode",   "generate",   "parse",   "split",        "tokenize",
    "bad",       "begin",      "blank",   "bos",      "byte",       "cancel",  "cancellation", "char",
    "character", "chat",       "class",   "cls",      "completion", "context", "continuation", "count",
    "decoder",   "delimiter",  "doc",     "document", "draft",      "each",    "encoder",      "end",
    "eod",       "eos",        "eot",     "every",    "extra",      "fim",     "first",        "forced",
    "image",     "img",        "input",   "lang",     "language",   "last",    "marker",       "mask",
    "max",       "middle",     "min",     "new",      "next",       "no",      "num",          "out",
    "output",    "pad",        "padding", "page",     "pagination", "per",     "placeholder",  "prefix",
    "prev",      "previous",   "prompt",  "query",    "reasoning",  "role",    "sep",          "separator",
    "seed",      "single",     "skip",    "space",    "special",    "start",   "stop",         "sub",
    "suffix",    "suppress",   "sync",    "system",   "target",     "text",    "think",        "thinking",
    "total",     "trigger",    "turn",    "unk",      "unknown",    "video",   "vocab",        "vocabulary",
    "word"};
constexpr WordSet kOtherPasses{"backward", "band", "first",  "forward", "high",  "low", "multi",
                               "num",      "one",  "second", "single",  "third", "two", "which"};
/// What ordinary words that end in `pass` begin with.
constexpr WordSet kPassOwners{"by", "com", "encom", "over", "sur", "tres", "under"};

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
constexpr WordSet kKeyOwners{
    "aes",          "deploy",   "fernet",      "access",     "account", "admin",      "anthropic", "api",
    "auth",         "aws",      "azure",       "client",     "cohere",  "comet",      "cosmos",    "cosmosdb",
    "datadog",      "deepseek", "gcp",         "gemini",     "github",  "gitlab",     "google",    "groq",
    "hf",           "hmac",     "huggingface", "jwt",        "kaggle",  "langchain",  "langsmith", "mailgun",
    "master",       "minio",    "mistral",     "neptune",    "openai",  "openrouter", "pinecone",  "sas",
    "secret",       "sendgrid", "serpapi",     "servicebus", "shared",  "slack",      "storage",   "stripe",
    "subscription", "tavily",   "together",    "twilio",     "wandb",   "webhook"};
/// What the secrets are for that Kubernetes and its tools know by their names.
constexpr WordSet kSecretObjects{"cert",   "certificate", "docker",     "existing", "image", "ingress",
                                 "inject", "k8s",         "kubernetes", "pull",     "tls"};
/// What the secrets contain that only a value that looks like one tells from their names: `DB_PASSWORD_SECRET`. The
/// keys of such secrets are called like this, too: `PASSWORD_SECRET_KEY`.
constexpr WordSet kSecretContents{"password", "token"};
constexpr WordSet kContentsOfKeys{"credential", "credentials", "key", "pass",  "passphrase",
                                  "passwd",     "password",    "pwd", "token", "username"};
/// Keys that are kept in files.
constexpr WordSet kKeyFileOwners{"encryption", "gpg", "pgp", "private", "rsa", "sign", "signing", "ssh", "ssl", "tls"};
/// Keys of data, which are not credentials, however random they look.
constexpr WordSet kOtherKeys{
    "arrow",       "blob",    "cache",   "column", "composite", "config",    "context", "data",   "dedup",
    "dict",        "enter",   "feature", "file",   "foreign",   "group",     "hash",    "home",   "host",
    "idempotency", "index",   "input",   "join",   "json",      "label",     "lookup",  "map",    "metric",
    "monitor",     "natural", "object",  "output", "parameter", "partition", "path",    "public", "query",
    "range",       "routing", "row",     "shard",  "sort",      "surrogate", "target",  "unique"};

/// Words after the one that decides do not change it: `PASSWORD_PROD`.
constexpr WordSet kModifiers{"b",         "base",    "current",   "dev",  "local",      "main", "new",
                             "old",       "plain",   "plaintext", "prod", "production", "qa",   "raw",
                             "secondary", "staging", "test",      "uat",  "val",        "value"};
/// Whose it is: `TOKEN_GITHUB`, `PASSWORD_DB`.
constexpr WordSet kServices{
    "acr",    "admin",     "ado",        "airflow",     "anthropic",  "argo",       "artifactory", "aws",
    "azure",  "bitbucket", "clearml",    "comet",       "confluence", "databricks", "database",    "datadog",
    "db",     "devops",    "discord",    "docker",      "dockerhub",  "ecr",        "elastic",     "ftp",
    "gcp",    "gcr",       "gh",         "ghcr",        "git",        "gitea",      "github",      "gitlab",
    "google", "grafana",   "hf",         "huggingface", "influx",     "jenkins",    "jira",        "kafka",
    "kaggle", "ldap",      "mariadb",    "minio",       "mlflow",     "mongo",      "mongodb",     "mssql",
    "mysql",  "neo4j",     "neptune",    "nexus",       "npm",        "nuget",      "openai",      "oracle",
    "pg",     "postgres",  "postgresql", "pypi",        "quay",       "rabbitmq",   "redis",       "redshift",
    "root",   "sentry",    "sftp",       "slack",       "smtp",       "snowflake",  "sonar",       "sql",
    "stripe", "teams",     "telegram",   "twilio",      "wandb"};
/// What is said about a credential but is not one itself: `password_length`, `api_key_id`.
constexpr WordSet kAspects{"age",        "alg",        "algorithm",
                           "alias",      "arn",        "attempts",
                           "attribute",  "auth",       "authentication",
                           "backend",    "callback",   "change",
                           "changed",    "charset",    "check",
                           "class",      "column",     "command",
                           "config",     "context",    "count",
                           "dir",        "directory",  "enabled",
                           "encoding",   "encryption", "endpoint",
                           "env",        "error",      "exists",
                           "expiration", "expires",    "expiry",
                           "field",      "file",       "filename",
                           "flag",       "flow",       "format",
                           "func",       "function",   "generator",
                           "grant",      "group",      "handler",
                           "hash",       "hasher",     "hashing",
                           "header",     "help",       "hint",
                           "host",       "id",         "identifier",
                           "idx",        "index",      "input",
                           "key",        "kind",       "label",
                           "len",        "length",     "lifetime",
                           "limit",      "link",       "list",
                           "location",   "manager",    "max",
                           "message",    "method",     "min",
                           "mode",       "msg",        "name",
                           "node",       "option",     "options",
                           "param",      "parameter",  "path",
                           "pattern",    "policy",     "prefix",
                           "process",    "prompt",     "provider",
                           "ref",        "reference",  "regex",
                           "regexp",     "required",   "requirements",
                           "reset",      "resource",   "rotation",
                           "rule",       "rules",      "salt",
                           "schema",     "scheme",     "scope",
                           "service",    "set",        "size",
                           "source",     "spec",       "state",
                           "status",     "store",      "strength",
                           "suffix",     "tag",        "template",
                           "ttl",        "type",       "types",
                           "uri",        "url",        "user",
                           "username",   "valid",      "validation",
                           "validator",  "var",        "variable",
                           "vault",      "version",    "widget"};
/// `PASSWORD_FOR_DB`, but `path_to_password`: what is in front decides.
constexpr WordSet kOf{"for", "of", "to"};
/// `PASSWORD_IN_PROD`, but `sign_in_password`.
constexpr WordSet kAt{"at", "by", "in", "on", "with"};
/// Whose passwords are called `userpw`.
constexpr WordSet kPasswordOwners{"admin", "app", "client", "db",    "ftp",   "key",  "ldap", "login",
                                  "mail",  "my",  "mysql",  "pg",    "redis", "root", "sa",   "server",
                                  "smtp",  "sql", "ssh",    "store", "sys",   "user", "vnc",  "wifi"};

/// One word that names write as two.
struct Compound {
  std::string_view first, second, whole;
};
constexpr std::array kCompounds = {
    Compound{"pass", "word", "password"},        Compound{"pass", "words", "passwords"},
    Compound{"pass", "wd", "password"},          Compound{"pass", "phrase", "passphrase"},
    Compound{"pass", "code", "passcode"},        Compound{"pass", "key", "passkey"},
    Compound{"connection", "string", "dsn"},     Compound{"connection", "str", "dsn"},
    Compound{"conn", "string", "dsn"},           Compound{"conn", "str", "dsn"},
    Compound{"auth", "header", "authorization"}, Compound{"authorization", "header", "authorization"},
};

/// The words in front of the one that is judged.
struct Owners {
  std::string_view owner;
  std::string_view beforeOwner;
};

NameKind judgeToken(Owners of) {
  if (of.owner.empty()) return NameKind::Token;
  if (kOtherTokens.contains(of.owner)) return NameKind::None;
  return kTokenOwners.contains(of.owner) ? NameKind::Strong : NameKind::Weak;
}

/// Of keys that are one word with their owner only those of known owners count.
NameKind judgeKeyOf(std::string_view owner, NameKind other) {
  if (kKeyFileOwners.contains(owner)) return NameKind::PrivateKey;
  if (kKeyOwners.contains(owner)) return NameKind::Strong;
  return kOtherKeys.contains(owner) ? NameKind::None : other;
}

NameKind judgeKey(Owners of) {
  if (of.beforeOwner == "public") return NameKind::None;
  // Kubernetes calls the key of a secret `secretKey` too, and names it there.
  if (of.owner == "secret" && of.beforeOwner.empty()) return NameKind::Secret;
  if (of.owner == "secret" && kContentsOfKeys.contains(of.beforeOwner)) return NameKind::Object;
  return judgeKeyOf(of.owner, NameKind::Key);
}
NameKind judgeGluedKey(Owners of) { return judgeKeyOf(of.owner, NameKind::None); }

/// Of objects of a cluster called secrets only a value that looks like one is one.
NameKind judgeSecret(Owners of) {
  if (kSecretObjects.contains(of.owner)) return NameKind::Object;
  if (kSecretContents.contains(of.owner)) return NameKind::Unsure;
  return kSecretOwners.contains(of.owner) ? NameKind::Strong : NameKind::Secret;
}

NameKind judgePass(Owners of) {
  return of.owner == "bypass" || kOtherPasses.contains(of.owner) ? NameKind::None : NameKind::Weak;
}
NameKind judgeGluedPass(Owners of) { return kPassOwners.contains(of.owner) ? NameKind::None : NameKind::Weak; }

NameKind judgeTokens(Owners of) { return kTokenOwners.contains(of.owner) ? NameKind::Weak : NameKind::None; }

/// Elsewhere a pattern.
NameKind judgePat(Owners of) {
  const bool owned = of.owner == "ext" || (of.owner != "id" && kTokenOwners.contains(of.owner));
  return owned ? NameKind::Weak : NameKind::Key;
}

NameKind judgeCredentials(Owners of) { return of.owner == "feed" ? NameKind::None : NameKind::Credentials; }

NameKind judgePw(Owners of) { return of.owner.empty() ? NameKind::Weak : NameKind::Strong; }
NameKind judgeGluedPw(Owners of) { return kPasswordOwners.contains(of.owner) ? NameKind::Strong : NameKind::None; }

NameKind weak(Owners) { return NameKind::Weak; }
NameKind strong(Owners) { return NameKind::Strong; }
NameKind auth(Owners) { return NameKind::Auth; }
NameKind connection(Owners) { return NameKind::Connection; }

/// A word that decides what a name means.
struct Deciding {
  std::string_view word;
  NameKind (*judge)(Owners);
  /// The same as the end of a longer word, `dbpassword`, whose beginning is the owner; null where that means nothing.
  NameKind (*judgeGlued)(Owners) = nullptr;
};
constexpr std::array kDeciding = {
    Deciding{"password", strong, strong},
    Deciding{"passwords", weak, weak},
    Deciding{"passwort", strong, strong},
    Deciding{"passwd", strong, strong},
    Deciding{"passphrase", strong, strong},
    Deciding{"passcode", strong, strong},
    Deciding{"passkey", strong, strong},
    Deciding{"kennwort", strong, strong},
    Deciding{"pwd", strong, strong},
    Deciding{"pw", judgePw, judgeGluedPw},
    Deciding{"pass", judgePass, judgeGluedPass},
    Deciding{"token", judgeToken, judgeToken},
    Deciding{"tokens", judgeTokens},
    Deciding{"key", judgeKey, judgeGluedKey},
    Deciding{"keys", judgeGluedKey, judgeGluedKey},
    Deciding{"secret", judgeSecret, judgeSecret},
    Deciding{"secrets", judgeSecret},
    Deciding{"pat", judgePat},
    Deciding{"sas", weak},
    Deciding{"bearer", weak},
    Deciding{"jwt", weak},
    Deciding{"auth", auth},
    Deciding{"authorization", auth},
    Deciding{"cred", judgeCredentials},
    Deciding{"creds", judgeCredentials},
    Deciding{"credential", judgeCredentials},
    Deciding{"credentials", judgeCredentials},
    Deciding{"dsn", connection},
    Deciding{"connstr", connection},
    Deciding{"connectionstring", connection},
};

constexpr size_t kLetterBits = 5;
constexpr size_t kThreeLetters = (1U << (3 * kLetterBits)) - 1;
constexpr size_t bitsOf(char c) {
  return support::isLetter(c) ? static_cast<size_t>(support::isLower(c) ? c - 'a' + 1 : c - 'A' + 1) : 0;
}

/// The first three letters of the words that decide: most names do not contain any of them.
constexpr auto kBeginnings = [] {
  std::array<bool, kThreeLetters + 1> table{};
  const auto add = [&](std::string_view word) {
    size_t letters = 0;
    for (size_t i = 0; i < 2; ++i) letters = letters << kLetterBits | bitsOf(word[i]);
    for (size_t third = 0; third < 1U << kLetterBits; ++third) {
      if (word.size() == 2 || third == bitsOf(word[2])) table[letters << kLetterBits | third] = true;
    }
  };
  for (const Deciding& deciding : kDeciding) add(deciding.word);
  for (const Compound& compound : kCompounds) add(compound.first);
  return table;
}();

bool mayDecide(std::string_view name) {
  const bool* const beginnings = kBeginnings.data();
  size_t letters = 0;
  for (const char c : name) {
    letters = (letters << kLetterBits | bitsOf(c)) & kThreeLetters;
    if (beginnings[letters]) return true;
  }
  return beginnings[letters << kLetterBits & kThreeLetters];  // a word of two letters at the end
}

NameKind judgeWord(std::string_view word, Owners of) {
  for (const Deciding& deciding : kDeciding) {
    if (word == deciding.word) return deciding.judge(of);
  }
  for (const Deciding& deciding : kDeciding) {
    if (deciding.judgeGlued == nullptr || !word.ends_with(deciding.word)) continue;
    return deciding.judgeGlued({word.substr(0, word.size() - deciding.word.size()), {}});
  }
  return NameKind::None;
}

/// The kind of the name of which the first `count` words are left.
NameKind judgeLast(const Words& words, size_t count) {
  const auto at = [&](size_t back) { return count >= back ? words[count - back] : std::string_view(); };
  for (const Compound& compound : kCompounds) {
    if (at(1) == compound.second && at(2) == compound.first) return judgeWord(compound.whole, {at(3), at(4)});
  }
  return judgeWord(at(1), {at(2), at(3)});
}

/// `count` words up to the first one that says what they are for, of which only a part decides.
size_t withoutPurpose(const Words& words, size_t count) {
  for (size_t i = 1; i + 1 < count; ++i) {
    if (kOf.contains(words[i])) return i;
    if (kAt.contains(words[i]) && judgeLast(words, i) != NameKind::None) return i;
  }
  return count;
}

/// `spark.kubernetes.driver.secretKeyRef.DB_PASSWORD`: a secret and its key, for the variable that is named last.
bool refersToKey(const Words& words) {
  for (size_t i = 2; i < words.size(); ++i) {
    if (words[i] == "ref" && words[i - 1] == "key" && words[i - 2] == "secret") return true;
  }
  return false;
}

}  // namespace

NameKind judgeName(std::string_view name) {
  if (!mayDecide(name)) return NameKind::None;
  if (name == "PWD" || name == "OLDPWD") return NameKind::Folder;
  // An annotation: `nginx.ingress.kubernetes.io/auth-secret` names the secret with the users.
  if (const size_t slash = name.rfind('/'); slash != std::string_view::npos && name.substr(slash + 1) == "auth-secret")
    return NameKind::Object;
  const Words words(name);
  if (refersToKey(words)) return NameKind::None;
  size_t count = withoutPurpose(words, words.size());
  while (count > 1 && kModifiers.contains(words[count - 1])) --count;
  if (count == 0) return NameKind::None;
  const NameKind kind = judgeLast(words, count);
  if (kind != NameKind::None) return kind;
  // `PASSWORD_ACME`: with something after it that says nothing else about it.
  for (size_t end = count; end > 1; --end) {
    const std::string_view after = words[end - 1];
    if (kAspects.contains(after)) return NameKind::None;
    const NameKind before = judgeLast(words, end - 1);
    if (before == NameKind::None) continue;
    const bool service = end == count && kServices.contains(after);
    if (before == NameKind::Object) return service ? NameKind::Object : NameKind::None;
    if (service && (before == NameKind::Strong || before == NameKind::Token)) return NameKind::Strong;
    return service || before == NameKind::Strong ? NameKind::Unsure : NameKind::None;
  }
  return NameKind::None;
}

}  // namespace mlpc::credentials
