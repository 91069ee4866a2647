#include "tokens.h"

#include <algorithm>
#include <array>

namespace mlpc::rules::security {
namespace {

bool isTokenChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

size_t tokenLength(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && isTokenChar(text[end])) ++end;
  return end - at;
}

/// Prefixes that identify kinds of tokens, with the minimum length of the rest.
struct Marked {
  std::string_view prefix;
  size_t rest;
  std::string_view what;
};
constexpr std::array kMarked = {
    Marked{"AKIA", 16, "an AWS access key"},
    Marked{"ASIA", 16, "an AWS access key"},
    Marked{"ghp_", 30, "a GitHub token"},
    Marked{"gho_", 30, "a GitHub token"},
    Marked{"ghu_", 30, "a GitHub token"},
    Marked{"ghs_", 30, "a GitHub token"},
    Marked{"github_pat_", 30, "a GitHub token"},
    Marked{"hf_", 30, "a Hugging Face token"},
    Marked{"glpat-", 18, "a GitLab token"},
    Marked{"xoxb-", 20, "a Slack token"},
    Marked{"xoxp-", 20, "a Slack token"},
    Marked{"sk-", 40, "an OpenAI key"},
    Marked{"sk-ant-", 20, "an Anthropic key"},
    Marked{"sk_live_", 20, "a Stripe key"},
    Marked{"dapi", 32, "a Databricks token"},
    Marked{"AIza", 35, "a Google key"},
    Marked{"npm_", 30, "an npm token"},
    Marked{"pypi-", 40, "a PyPI token"},
    Marked{"dckr_pat_", 20, "a Docker Hub token"},
};

/// What precedes a key with that many characters of base64.
struct Assigned {
  std::string_view prefix;
  size_t length;
  std::string_view what;
};
constexpr std::array kAssigned = {
    Assigned{"AccountKey=", 80, "an Azure account key"},
    Assigned{"SharedAccessKey=", 40, "an Azure access key"},
    Assigned{"&sig=", 40, "an Azure Storage signature"},
    Assigned{"hooks.slack.com/services/", 30, "a Slack webhook"},
};

bool isKeyChar(char c) { return isTokenChar(c) || c == '+' || c == '/' || c == '%' || c == '='; }

/// Not a word like `hf_transfer_enable_everything`: it contains letters and digits, or letters of both cases.
bool random(std::string_view text) {
  const bool digit = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool letter =
      std::any_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  const bool lower = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  const bool upper = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return (digit && letter) || (lower && upper);
}

/// A JSON web token: three parts, of which the first begins with `{"` in base64.
void findWebTokens(std::string_view text, const FoundToken& found) {
  for (size_t at = text.find("eyJ"); at != std::string_view::npos; at = text.find("eyJ", at + 3)) {
    if (at > 0 && isTokenChar(text[at - 1])) continue;
    const size_t head = tokenLength(text, at);
    const size_t dot = at + head;
    if (head < 10 || dot >= text.size() || text[dot] != '.') continue;
    const size_t payload = tokenLength(text, dot + 1);
    if (payload < 10) continue;
    size_t end = dot + 1 + payload;
    if (end < text.size() && text[end] == '.') end += 1 + tokenLength(text, end + 1);
    found(at, end, "a JSON Web Token");
    at = end - 3;
  }
}

/// Tokens with a prefix that identifies them.
void findMarkedTokens(std::string_view text, const FoundToken& found) {
  size_t lastEnd = 0;  // end of the last one
  for (const Marked& marked : kMarked) {
    for (size_t at = text.find(marked.prefix); at != std::string_view::npos; at = text.find(marked.prefix, at + 1)) {
      if (at > 0 && isTokenChar(text[at - 1])) continue;
      const size_t length = tokenLength(text, at);
      if (length < marked.prefix.size() + marked.rest ||
          !random(text.substr(at + marked.prefix.size(), length - marked.prefix.size())))
        continue;
      if (at + length == lastEnd) continue;  // `sk-ant-` also begins with `sk-`
      lastEnd = at + length;
      found(at, lastEnd, marked.what);
    }
  }
}

/// Keys after the words that they are assigned to.
void findAssignedKeys(std::string_view text, const FoundToken& found) {
  for (const Assigned& assigned : kAssigned) {
    for (size_t at = text.find(assigned.prefix); at != std::string_view::npos;
         at = text.find(assigned.prefix, at + 1)) {
      const size_t begin = at + assigned.prefix.size();
      size_t end = begin;
      while (end < text.size() && isKeyChar(text[end])) ++end;
      if (end - begin >= assigned.length && random(text.substr(begin, end - begin))) found(begin, end, assigned.what);
    }
  }
}

/// The first line of a PEM key, if a key follows: a program may just be looking for that line.
void findPrivateKeys(std::string_view text, const FoundToken& found) {
  for (size_t at = text.find("-----BEGIN "); at != std::string_view::npos; at = text.find("-----BEGIN ", at + 1)) {
    const size_t kind = text.find("PRIVATE KEY-----", at);
    if (kind == std::string_view::npos || kind > at + 40) continue;
    const size_t end = kind + 16;
    size_t body = end;
    while (body < text.size() &&
           (text[body] == '\n' || text[body] == '\r' || text[body] == ' ' || text[body] == '\\' || text[body] == 'n'))
      ++body;
    size_t key = body;
    while (key < text.size() && isKeyChar(text[key])) ++key;
    if (key - body >= 16) found(at, end, "a private key");
  }
}

}  // namespace

bool isSuspect(std::string_view text) {
  if (text.size() < 8) return false;
  const auto has = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
  return has("eyJ") || has("://") || has("PRIVATE KEY-----") ||
         std::any_of(kMarked.begin(), kMarked.end(), [&](const Marked& m) { return has(m.prefix); }) ||
         std::any_of(kAssigned.begin(), kAssigned.end(), [&](const Assigned& a) { return has(a.prefix); });
}

void findTokens(std::string_view text, const FoundToken& found) {
  findWebTokens(text, found);
  findMarkedTokens(text, found);
  findAssignedKeys(text, found);
  findPrivateKeys(text, found);
}

bool holdsToken(std::string_view text) {
  bool holds = false;
  if (isSuspect(text)) findTokens(text, [&](size_t, size_t, std::string_view) { holds = true; });
  return holds;
}

SuspectTexts::SuspectTexts(const World& world) {
  for (const File& file : world.files()) {
    for (const syntax::ExprId id : file.strings()) {
      const auto* string = file.as<syntax::StringExpr>(id);
      const auto& parts =
          string != nullptr ? string->parts : std::get<syntax::FenceExpr>(file.tree().exprs[id].node).parts;
      const bool suspect = std::any_of(parts.begin(), parts.end(), [&](const syntax::StringPart& part) {
        const auto* text = std::get_if<syntax::TextPart>(&part);
        if (text != nullptr) world.look(text->text.size());
        return text != nullptr && isSuspect(text->text);
      });
      if (suspect) all_.push_back({&file, file.code().text(id)});
    }
  }
}

}  // namespace mlpc::rules::security
