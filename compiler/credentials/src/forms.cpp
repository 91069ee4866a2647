// Tokens and keys that are recognised by their form alone, wherever they are. The forms are those that the services
// document for the scanners of others.
#include "forms.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "values.h"

namespace mlpc::credentials {
namespace {

using support::isAlphanumeric;
using support::isDigit;
using support::isLower;
using support::isUpper;

/// Prefixes that identify kinds of tokens, with the minimum length of the rest. Of two that fit, the longer comes
/// first.
struct Marked {
  std::string_view prefix;
  size_t rest;
  std::string_view what;
};
constexpr std::array kMarked = {
    Marked{"AKIA", 16, "an AWS access key"},
    Marked{"ASIA", 16, "an AWS access key"},
    Marked{"ATATT3", 40, "an Atlassian token"},
    Marked{"AIza", 35, "a Google key"},
    Marked{"EAAC", 60, "a Facebook token"},
    Marked{"PMAK-", 30, "a Postman key"},
    Marked{"NRAK-", 20, "a New Relic key"},
    Marked{"api_org_", 30, "a Hugging Face token"},
    Marked{"dapi", 32, "a Databricks token"},
    Marked{"dckr_pat_", 20, "a Docker Hub token"},
    Marked{"dop_v1_", 40, "a DigitalOcean token"},
    Marked{"figd_", 30, "a Figma token"},
    Marked{"ghp_", 30, "a GitHub token"},
    Marked{"gho_", 30, "a GitHub token"},
    Marked{"ghu_", 30, "a GitHub token"},
    Marked{"ghs_", 30, "a GitHub token"},
    Marked{"ghr_", 30, "a GitHub token"},
    Marked{"github_pat_", 30, "a GitHub token"},
    Marked{"glpat-", 18, "a GitLab token"},
    Marked{"gldt-", 18, "a GitLab token"},
    Marked{"glrt-", 18, "a GitLab token"},
    Marked{"glcbt-", 18, "a GitLab token"},
    Marked{"glsa_", 30, "a Grafana token"},
    Marked{"gsk_", 40, "a Groq key"},
    Marked{"hf_", 30, "a Hugging Face token"},
    Marked{"lsv2_", 30, "a LangSmith key"},
    Marked{"npm_", 30, "an npm token"},
    Marked{"nvapi-", 40, "an NVIDIA key"},
    Marked{"pplx-", 40, "a Perplexity key"},
    Marked{"pypi-", 40, "a PyPI token"},
    Marked{"r8_", 35, "a Replicate token"},
    Marked{"rk_live_", 20, "a Stripe key"},
    Marked{"sk-ant-", 20, "an Anthropic key"},
    Marked{"sk-proj-", 20, "an OpenAI key"},
    Marked{"sk-svcacct-", 20, "an OpenAI key"},
    Marked{"sk-or-v1-", 20, "an OpenRouter key"},
    Marked{"sk-lf-", 20, "a Langfuse key"},
    Marked{"sk-", 32, "an OpenAI key"},
    Marked{"sk_live_", 20, "a Stripe key"},
    Marked{"sk_test_", 20, "a Stripe key"},
    Marked{"shpat_", 30, "a Shopify token"},
    Marked{"xapp-", 20, "a Slack token"},
    Marked{"xoxa-", 20, "a Slack token"},
    Marked{"xoxb-", 20, "a Slack token"},
    Marked{"xoxp-", 20, "a Slack token"},
    Marked{"xoxr-", 20, "a Slack token"},
    Marked{"xoxs-", 20, "a Slack token"},
};

/// What before a run of token characters makes it a token.
struct Preceded {
  std::string_view before;
  size_t least;
  std::string_view what;
};
constexpr std::array kPreceded = {
    Preceded{"SG.", 20, "a SendGrid key"},
    Preceded{"ya29.", 20, "a Google token"},
    Preceded{"hvs.", 20, "a Vault token"},
    Preceded{"dp.pt.", 30, "a Doppler token"},
};

/// The shortest of all.
constexpr size_t kShortest = 16;

/// The first characters of all prefixes.
constexpr auto kFirst = [] {
  std::array<bool, 256> table{};
  for (const Marked& marked : kMarked) table[static_cast<unsigned char>(marked.prefix.front())] = true;
  return table;
}();

constexpr auto kTokenCharacters = [] {
  std::array<bool, 256> table{};
  for (size_t c = 0; c < 128; ++c) {
    const char character = static_cast<char>(c);
    table[c] = isAlphanumeric(character) || character == '-' || character == '_';
  }
  return table;
}();

bool isBase64Character(char c) { return isAlphanumeric(c) || c == '+' || c == '/'; }

size_t tokenLength(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && isTokenCharacter(text[end])) ++end;
  return end - at;
}

std::optional<std::string_view> markedToken(std::string_view run, size_t leastPrefix = 0) {
  if (!kFirst[static_cast<unsigned char>(run.front())]) return std::nullopt;
  for (const Marked& marked : kMarked) {
    if (marked.prefix.size() < leastPrefix || !run.starts_with(marked.prefix)) continue;
    const std::string_view rest = run.substr(marked.prefix.size());
    if (rest.size() >= marked.rest && isMixed(rest)) return marked.what;
  }
  return std::nullopt;
}

/// Personal access tokens of Azure DevOps: 52 characters of base32, and the longer ones with a mark near the end.
bool isAzureToken(std::string_view run) {
  if (run.size() == 84 && run.substr(76, 4) == "AZDO") return true;
  return run.size() == 52 && isMixed(run) &&
         std::all_of(run.begin(), run.end(), [](char c) { return isLower(c) || (c >= '2' && c <= '7'); });
}

/// Secrets of applications of Microsoft Entra: three characters, a digit, `Q~` and at least 31 more. The `~` separates
/// runs.
bool isEntraSecret(std::string_view text, size_t begin, size_t length) {
  return begin >= 6 && text[begin - 1] == '~' && text[begin - 2] == 'Q' && isDigit(text[begin - 3]) && length >= 24;
}

/// A key of 64 bytes in base64, the length of Azure's account keys; checksums of packages have it too, but say so.
bool isAccountKey(std::string_view text, size_t begin, size_t end) {
  if (end - begin != 88 || !text.substr(begin, 88).ends_with("==")) return false;
  const std::string_view before = text.substr(0, begin);
  const bool checksum = before.ends_with("sha512-") || before.ends_with("sha512:") || before.ends_with("sha512=");
  return !checksum && isMixed(text.substr(begin, 86));
}

/// A JSON web token: three parts, of which the first begins with `{"` in base64. Returns its end, or 0.
size_t webTokenEnd(std::string_view text, size_t begin, size_t length) {
  if (!text.substr(begin).starts_with("eyJ")) return 0;
  const size_t dot = begin + length;
  if (dot >= text.size() || text[dot] != '.') return 0;
  const size_t payload = tokenLength(text, dot + 1);
  if (payload < 10) return 0;
  const size_t end = dot + 1 + payload;
  return end < text.size() && text[end] == '.' ? end + 1 + tokenLength(text, end + 1) : end;
}

bool follows(std::string_view text, size_t begin, std::string_view word) {
  const std::string_view before = text.substr(0, begin);
  if (before.size() < word.size()) return false;
  return support::equalIgnoringCase(before.substr(before.size() - word.size()), word);
}

/// The six bits of a character of base64, or 64.
constexpr auto kBase64 = [] {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<uint8_t, 256> table{};
  table.fill(64);
  for (size_t i = 0; i < kAlphabet.size(); ++i)
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<uint8_t>(i);
  return table;
}();

/// The bytes that text in base64 stands for; none if it is something else. (LLVM reads base64 from version 15 on.)
std::optional<std::string> decoded(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string bytes;
  uint32_t bits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const uint8_t value = kBase64[static_cast<unsigned char>(text[i])];
    if (value == 64) return std::nullopt;
    bits = bits << 6U | value;
    if (i % 4 != 0) bytes += static_cast<char>(bits >> (6U - 2U * (i % 4)) & 0xFFU);
  }
  return bytes;
}

class FormSearch {
 public:
  FormSearch(std::string_view text, const OnFound& found, bool inBase64)
      : text_(text), found_(found), inBase64_(inBase64) {}

  /// Runs of token characters. Only each sixteenth character has to be looked at to find those that are long enough.
  void run() {
    for (size_t at = kShortest - 1; at < text_.size();) {
      if (!kTokenCharacters[static_cast<unsigned char>(text_[at])]) {
        at += kShortest;
        continue;
      }
      size_t begin = at;
      const size_t least = at + 1 - kShortest;
      while (begin > least && isTokenCharacter(text_[begin - 1])) --begin;
      if (begin > least) {
        at = begin + kShortest - 1;
        continue;
      }
      while (begin > 0 && isTokenCharacter(text_[begin - 1])) --begin;
      const size_t length = tokenLength(text_, begin);
      if (length >= kShortest) judge(begin, length);
      at = begin + length + kShortest;
    }
    privateKeys();
  }

 private:
  void report(size_t begin, size_t end, std::string_view what) {
    found_({Found::Kind::Token, begin, end, what, {}});
    end_ = std::max(end_, end);
  }

  void judge(size_t begin, size_t length) {
    if (begin < end_) return;  // part of the last one
    const size_t end = begin + length;
    const std::string_view run = text_.substr(begin, length);
    if (const size_t webEnd = webTokenEnd(text_, begin, length)) return report(begin, webEnd, "a JSON Web Token");
    // Escapes of JSON and Python may come before it: `\nghp_…`.
    const size_t escaped = begin > 0 && text_[begin - 1] == '\\' ? 1 : 0;
    for (size_t skip = 0; skip <= escaped; ++skip) {
      if (const auto what = markedToken(run.substr(skip))) return report(begin + skip, end, *what);
      if (isAzureToken(run.substr(skip))) return report(begin + skip, end, "an Azure DevOps token");
    }
    if (const size_t at = tokenInName(run)) return report(begin + at, end, *markedToken(run.substr(at)));
    if (isEntraSecret(text_, begin, length)) return report(begin - 6, end, "the secret of an Azure application");
    for (const Preceded& preceded : kPreceded) {
      if (length >= preceded.least && text_.substr(0, begin).ends_with(preceded.before) && isMixed(run))
        return report(begin - preceded.before.size(), end, preceded.what);
    }
    if (follows(text_, begin, "bearer ") && isMixed(run)) return report(begin, end, "a bearer token");
    if (inBase64_) return;
    judgeBase64(begin, end);
  }

  /// Where a token begins that is the end of a longer name, `key_AKIA…`; 0 if there is none. Short prefixes occur in
  /// words.
  static size_t tokenInName(std::string_view run) {
    constexpr size_t kLongestName = 256;
    constexpr size_t kSurePrefix = 4;
    if (run.size() > kLongestName) return 0;
    for (size_t at = run.find_first_of("-_"); at != std::string_view::npos; at = run.find_first_of("-_", at + 1)) {
      if (at + 1 < run.size() && markedToken(run.substr(at + 1), kSurePrefix)) return at + 1;
    }
    return 0;
  }

  void judgeBase64(size_t begin, size_t end) {
    while (begin > 0 && isBase64Character(text_[begin - 1])) --begin;
    while (end < text_.size() && isBase64Character(text_[end])) ++end;
    while (end < text_.size() && text_[end] == '=') ++end;
    const std::string_view run = text_.substr(begin, end - begin);
    if (isAccountKey(text_, begin, end)) return report(begin, end, "an Azure account key");
    constexpr size_t kLongestText = 8192;  // an archive is packed from files that are looked at themselves
    if (run.size() > kLongestText || run.size() % 4 != 0 || !isMixed(run)) {
      end_ = std::max(end_, end);
      return;
    }
    const auto bytes = decoded(run);
    if (!bytes) return;
    if (follows(text_, begin, "basic ") && bytes->find(':') != std::string::npos &&
        bytes->find(':') + 1 < bytes->size())
      return report(begin, end, "a user and password");
    std::string_view what;
    FormSearch(
        *bytes, [&](const Found& inside) { what = inside.what; }, true)
        .run();
    if (!what.empty()) report(begin, end, what);
    end_ = std::max(end_, end);
  }

  /// PEM, if a key follows: a program may just be looking for the line.
  void privateKeys() {
    for (size_t at = text_.find("PRIVATE KEY"); at != std::string_view::npos; at = text_.find("PRIVATE KEY", at + 1)) {
      constexpr size_t kLongestKind = 40;
      const size_t from = at > kLongestKind ? at - kLongestKind : 0;
      const size_t in = text_.substr(from, at - from).rfind("-----BEGIN ");
      if (in == std::string_view::npos) continue;
      const size_t begin = from + in;
      size_t body = text_.substr(at, kLongestKind).find("-----");
      if (body == std::string_view::npos) continue;
      body += at + 5;
      const size_t end = body;
      // Between the line and the key: line breaks, written out or escaped, quotes, indentation, headers.
      constexpr std::string_view kBetween = "\n\r\t \\\"',+";
      while (body < text_.size() && (kBetween.find(text_[body]) != std::string_view::npos ||
                                     ((text_[body] == 'n' || text_[body] == 'r') && text_[body - 1] == '\\')))
        ++body;
      size_t key = body;
      while (key < text_.size() && (isBase64Character(text_[key]) || text_[key] == '=')) ++key;
      if (key - body >= kShortest || text_.substr(body).starts_with("Proc-Type") ||
          text_.substr(body).starts_with("Version"))
        report(begin, end, "a private key");
    }
  }

  std::string_view text_;
  const OnFound& found_;
  bool inBase64_;
  size_t end_ = 0;  // of what was judged
};

/// Strings that are joined where they are written: `"AKIA" + "…"`, `'AKIA''…'`, `{"Concat": ["AKIA", "…"]}`. Returns
/// the text without what is between them; empty if there are none.
std::string folded(std::string_view text, char quote) {
  constexpr std::string_view kBetween = " \t\r\n\\+,";
  const bool concat = quote == '"' && text.starts_with("{\"Concat\"");
  const std::string_view between = concat ? kBetween : kBetween.substr(0, kBetween.size() - 1);
  std::string result;
  size_t copied = 0;
  for (size_t at = text.find(quote); at != std::string_view::npos; at = text.find(quote, at + 1)) {
    if (at == 0 || !isTokenCharacter(text[at - 1])) continue;
    size_t next = std::min(text.find_first_not_of(between, at + 1), text.size());
    // A prefix of a string of Python.
    if (next + 1 < text.size() && text[next + 1] == quote &&
        std::string_view("frbu").find(text[next]) != std::string_view::npos)
      ++next;
    if (next + 1 >= text.size() || text[next] != quote || !isTokenCharacter(text[next + 1])) continue;
    result.append(text, copied, at - copied);
    copied = next + 1;
    at = next;
  }
  if (copied != 0) result.append(text, copied);
  return result;
}

}  // namespace

bool isTokenCharacter(char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; }

void findForms(std::string_view text, const OnFound& found) {
  if (text.size() < kShortest) return;
  bool any = false;
  const OnFound note = [&](const Found& one) {
    any = true;
    found(one);
  };
  FormSearch(text, note, false).run();
  if (any) return;
  for (const char quote : {'"', '\''}) {
    const std::string whole = folded(text, quote);
    // Where it begins in the text is not known any more.
    if (!whole.empty())
      FormSearch(
          whole,
          [&](const Found& one) {
            found({one.kind, 0, text.size(), one.what, {}});
          },
          true)
          .run();
  }
}

}  // namespace mlpc::credentials
