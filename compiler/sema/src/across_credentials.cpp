// Credentials that are written into a program, and so into every file that is made from it.

#include <algorithm>
#include <array>

#include "across.h"

namespace mlpc::sema {
namespace {

bool isTokenChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

size_t tokenLength(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && isTokenChar(text[end])) ++end;
  return end - at;
}

/// Prefixes of tokens that say what they are, with the least length that follows.
struct Marked {
  std::string_view prefix;
  size_t rest;
  std::string_view what;
};
constexpr std::array kMarked = {
    Marked{"AKIA", 16, "an access key of AWS"},   Marked{"ASIA", 16, "an access key of AWS"},
    Marked{"ghp_", 30, "a token of GitHub"},      Marked{"github_pat_", 30, "a token of GitHub"},
    Marked{"hf_", 30, "a token of Hugging Face"}, Marked{"glpat-", 18, "a token of GitLab"},
    Marked{"xoxb-", 20, "a token of Slack"},      Marked{"sk-", 40, "a key of OpenAI"},
    Marked{"dapi", 32, "a token of Databricks"},  Marked{"AIza", 35, "a key of Google"},
};

/// Names of variables whose value is a credential.
bool namesCredential(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kEnds = {"_TOKEN",      "_PASSWORD",    "_SECRET",       "_API_KEY",
                                                            "_ACCESS_KEY", "_PRIVATE_KEY", "_CLIENT_SECRET"};
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) {
    // A `TOKEN` or `SECRET` alone may be many things.
    return name.ends_with(end) ? name.size() > end.size() : name.size() > 6 && name == end.substr(1);
  });
}

class CredentialChecker {
 public:
  explicit CredentialChecker(Checker& checker) : checker_(checker) {}

  void run() {
    for (size_t i = 0; i < checker_.program.modules.size(); ++i) {
      const ModuleId module(static_cast<uint32_t>(i));
      if (checker_.program.module(module).standard) continue;
      const syntax::Tree& tree = checker_.tree(module);
      for (uint32_t e = 0; e < tree.exprs.size(); ++e) {
        const syntax::ExprNode& node = tree.exprs[syntax::ExprId(e)].node;
        if (const auto* string = std::get_if<syntax::StringExpr>(&node)) {
          texts(tree, syntax::ExprId(e), string->parts);
        } else if (const auto* fence = std::get_if<syntax::FenceExpr>(&node)) {
          texts(tree, syntax::ExprId(e), fence->parts);
        } else if (const auto* record = std::get_if<syntax::RecordExpr>(&node)) {
          environment(module, tree, *record);
          variable(module, tree, syntax::ExprId(e));
        }
      }
    }
  }

 private:
  void texts(const syntax::Tree& tree, syntax::ExprId expr, const std::vector<syntax::StringPart>& parts) {
    bool suspect = false;
    for (const syntax::StringPart& part : parts) {
      const auto* text = std::get_if<syntax::TextPart>(&part);
      if (text == nullptr || text->text.size() < 8) continue;
      suspect = suspect || text->text.find("eyJ") != std::string_view::npos ||
                text->text.find("://") != std::string_view::npos;
      for (const Marked& marked : kMarked)
        suspect = suspect || text->text.find(marked.prefix) != std::string_view::npos;
    }
    if (!suspect) return;
    const CodeText code(checker_.program.sources, tree, expr);
    const std::string_view text = code.text();
    // A JSON web token: three parts, of which the first begins with `{"` in base64.
    for (size_t at = text.find("eyJ"); at != std::string_view::npos; at = text.find("eyJ", at + 3)) {
      if (at > 0 && isTokenChar(text[at - 1])) continue;
      const size_t head = tokenLength(text, at);
      const size_t dot = at + head;
      if (head < 10 || dot >= text.size() || text[dot] != '.') continue;
      const size_t payload = tokenLength(text, dot + 1);
      if (payload < 10) continue;
      size_t end = dot + 1 + payload;
      if (end < text.size() && text[end] == '.') end += 1 + tokenLength(text, end + 1);
      checker_.diags.report(code.span(static_cast<uint32_t>(at), static_cast<uint32_t>(end)), diag::tokenInText,
                            "a JSON web token");
      at = end - 3;
    }
    for (const Marked& marked : kMarked) {
      for (size_t at = text.find(marked.prefix); at != std::string_view::npos; at = text.find(marked.prefix, at + 1)) {
        if (at > 0 && isTokenChar(text[at - 1])) continue;
        const size_t length = tokenLength(text, at);
        if (length < marked.prefix.size() + marked.rest ||
            !random(text.substr(at + marked.prefix.size(), length - marked.prefix.size())))
          continue;
        checker_.diags.report(code.span(static_cast<uint32_t>(at), static_cast<uint32_t>(at + length)),
                              diag::tokenInText, marked.what);
      }
    }
    // user:password@host
    for (size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
      size_t end = at + 3;
      while (end < text.size() && text[end] > ' ' &&
             std::string_view("/\"'<>`)").find(text[end]) == std::string_view::npos)
        ++end;
      const std::string_view authority = text.substr(at + 3, end - at - 3);
      const size_t sign = authority.rfind('@');
      if (sign == std::string_view::npos) continue;
      const size_t colon = authority.find(':');
      if (colon == std::string_view::npos || colon >= sign || colon + 1 == sign) continue;
      const std::string_view password = authority.substr(colon + 1, sign - colon - 1);
      if (password.find_first_of("${}%\x01") != std::string_view::npos) continue;  // put in later
      checker_.diags.report(code.span(static_cast<uint32_t>(at + 3), static_cast<uint32_t>(at + 3 + sign)),
                            diag::passwordInUri);
    }
  }

  /// Not a word like `hf_transfer_enable_everything`: letters of both cases or digits among them.
  static bool random(std::string_view text) {
    const bool digit = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool letter =
        std::any_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    return digit && letter;
  }

  void environment(ModuleId module, const syntax::Tree& tree, const syntax::RecordExpr& record) {
    for (const syntax::RecordItem& item : record.items) {
      if (item.spread || item.key.empty() || !item.value || !namesCredential(item.key.text)) continue;
      if (!std::holds_alternative<syntax::StringExpr>(tree.exprs[item.value].node)) continue;
      const auto text = constantText(checker_, module, item.value);
      if (!text || text->empty() || text->find('$') != std::string::npos) continue;
      checker_.diags.report(spanOf(tree, item.value), diag::credentialLiteral, item.key.text);
    }
  }

  /// `{ name: "API_TOKEN", value: "…" }`, as Kubernetes writes a variable.
  void variable(ModuleId module, const syntax::Tree& tree, syntax::ExprId record) {
    const syntax::ExprId value = fieldValue(tree, record, "value");
    if (!value || !std::holds_alternative<syntax::StringExpr>(tree.exprs[value].node)) return;
    const auto name = constantText(checker_, module, fieldValue(tree, record, "name"));
    const auto text = constantText(checker_, module, value);
    if (!name || !namesCredential(*name) || !text || text->empty() || text->find('$') != std::string::npos) return;
    checker_.diags.report(spanOf(tree, value), diag::credentialLiteral, *name);
  }

  Checker& checker_;
};

}  // namespace

void checkCredentials(Checker& checker) { CredentialChecker(checker).run(); }

}  // namespace mlpc::sema
