// Credentials that are written into a program, and so into every file that is made from it.

#include <algorithm>
#include <array>

#include "across.h"
#include "mlpc/diag/secrets.h"

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
    Marked{"AKIA", 16, "an access key of AWS"},
    Marked{"ASIA", 16, "an access key of AWS"},
    Marked{"ghp_", 30, "a token of GitHub"},
    Marked{"gho_", 30, "a token of GitHub"},
    Marked{"ghu_", 30, "a token of GitHub"},
    Marked{"ghs_", 30, "a token of GitHub"},
    Marked{"github_pat_", 30, "a token of GitHub"},
    Marked{"hf_", 30, "a token of Hugging Face"},
    Marked{"glpat-", 18, "a token of GitLab"},
    Marked{"xoxb-", 20, "a token of Slack"},
    Marked{"xoxp-", 20, "a token of Slack"},
    Marked{"sk-", 40, "a key of OpenAI"},
    Marked{"sk-ant-", 20, "a key of Anthropic"},
    Marked{"sk_live_", 20, "a key of Stripe"},
    Marked{"dapi", 32, "a token of Databricks"},
    Marked{"AIza", 35, "a key of Google"},
    Marked{"npm_", 30, "a token of npm"},
    Marked{"pypi-", 40, "a token of PyPI"},
    Marked{"dckr_pat_", 20, "a token of Docker Hub"},
};

/// What stands in front of a key of so many characters of base64.
struct Assigned {
  std::string_view prefix;
  size_t length;
  std::string_view what;
};
constexpr std::array kAssigned = {
    Assigned{"AccountKey=", 80, "an account key of Azure"},
    Assigned{"SharedAccessKey=", 40, "an access key of Azure"},
    Assigned{"&sig=", 40, "a signature of Azure Storage"},
    Assigned{"hooks.slack.com/services/", 30, "a web hook of Slack"},
};

bool isKeyChar(char c) { return isTokenChar(c) || c == '+' || c == '/' || c == '%' || c == '='; }

/// Names of variables whose value is a credential.
bool namesCredential(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kEnds = {"_TOKEN",      "_PASSWORD",    "_SECRET",       "_API_KEY",
                                                            "_ACCESS_KEY", "_PRIVATE_KEY", "_CLIENT_SECRET"};
  if (name == "PASSWORD" || name == "API_KEY" || name == "TOKEN") return true;
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) {
    // A `TOKEN` or `SECRET` alone may be many things.
    return name.ends_with(end) ? name.size() > end.size() : name.size() > 6 && name == end.substr(1);
  });
}

/// Names of inputs whose value is a credential. Fewer words than for variables: `pad_token` and `db_secret` are none.
bool inputNamesCredential(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kWords = {
      "password", "passwd", "api_key", "access_token", "auth_token", "client_secret", "secret_access_key"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return name == word ||
           (name.size() > word.size() && name.ends_with(word) && name[name.size() - word.size() - 1] == '_');
  });
}

class CredentialChecker {
 public:
  explicit CredentialChecker(Checker& checker) : checker_(checker) {}

  void run() {
    for (size_t i = 0; i < checker_.program.modules.size(); ++i) {
      const ModuleId module(static_cast<uint32_t>(i));
      const syntax::Tree& tree = checker_.tree(module);
      tree.exprs.forEachId([&](syntax::ExprId id) {
        const syntax::ExprNode& node = tree.exprs[id].node;
        if (const auto* string = std::get_if<syntax::StringExpr>(&node)) {
          texts(tree, id, string->parts);
          composed(module, tree, id, string->parts);
        } else if (const auto* fence = std::get_if<syntax::FenceExpr>(&node)) {
          texts(tree, id, fence->parts);
        } else if (const auto* record = std::get_if<syntax::RecordExpr>(&node)) {
          environment(module, tree, *record);
          variable(module, tree, id);
        } else if (const auto* call = std::get_if<syntax::CallExpr>(&node)) {
          arguments(module, tree, *call);
        }
      });
      for (uint32_t d = 0; d < tree.decls.size(); ++d) declaration(module, tree, tree.decls[syntax::DeclId(d)]);
    }
  }

 private:
  void texts(const syntax::Tree& tree, syntax::ExprId expr, const std::vector<syntax::StringPart>& parts) {
    bool suspect = false;
    for (const syntax::StringPart& part : parts) {
      const auto* text = std::get_if<syntax::TextPart>(&part);
      suspect = suspect || (text != nullptr && isSuspect(text->text));
    }
    if (!suspect) return;
    const embedded::CodeText code(checker_.program.sources, tree, expr);
    const std::string_view text = code.text();
    tokens(text, [&](size_t at, size_t end, std::string_view what) {
      checker_.diags.report(code.span(static_cast<uint32_t>(at), static_cast<uint32_t>(end)), diag::tokenInText, what);
    });
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

  /// A token that constants make up together.
  void composed(ModuleId module, const syntax::Tree& tree, syntax::ExprId expr,
                const std::vector<syntax::StringPart>& parts) {
    const bool joined = parts.size() > 1 && std::any_of(parts.begin(), parts.end(), [](const syntax::StringPart& part) {
                          return std::holds_alternative<syntax::PlaceholderPart>(part);
                        });
    if (!joined) return;
    const auto whole = constantText(checker_, module, expr);
    if (!whole || !isSuspect(*whole)) return;
    // What one of its pieces holds has been told there.
    const bool inPiece = std::any_of(parts.begin(), parts.end(), [&](const syntax::StringPart& part) {
      const auto* text = std::get_if<syntax::TextPart>(&part);
      const auto* placeholder = std::get_if<syntax::PlaceholderPart>(&part);
      const auto value = placeholder == nullptr ? std::nullopt : constantText(checker_, module, placeholder->value);
      const std::string_view piece = text != nullptr ? std::string_view(text->text)
                                     : value         ? std::string_view(*value)
                                                     : std::string_view();
      bool found = false;
      tokens(piece, [&](size_t, size_t, std::string_view) { found = true; });
      return found;
    });
    if (inPiece) return;
    tokens(*whole, [&](size_t, size_t, std::string_view what) {
      checker_.diags.report(spanOf(tree, expr), diag::tokenInText, what);
    });
  }

  /// Whether a text is worth a closer look.
  static bool isSuspect(std::string_view text) {
    if (text.size() < 8) return false;
    const auto has = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
    return has("eyJ") || has("://") || has("PRIVATE KEY-----") ||
           std::any_of(kMarked.begin(), kMarked.end(), [&](const Marked& m) { return has(m.prefix); }) ||
           std::any_of(kAssigned.begin(), kAssigned.end(), [&](const Assigned& a) { return has(a.prefix); });
  }

  /// Calls `found(begin, end, what)` for each token in a text.
  template <typename Found>
  static void tokens(std::string_view text, const Found& found) {
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
      found(at, end, "a JSON web token");
      at = end - 3;
    }
    size_t told = 0;  // behind the last one
    for (const Marked& marked : kMarked) {
      for (size_t at = text.find(marked.prefix); at != std::string_view::npos; at = text.find(marked.prefix, at + 1)) {
        if (at > 0 && isTokenChar(text[at - 1])) continue;
        const size_t length = tokenLength(text, at);
        if (length < marked.prefix.size() + marked.rest ||
            !random(text.substr(at + marked.prefix.size(), length - marked.prefix.size())))
          continue;
        if (at + length == told) continue;  // `sk-ant-` is a `sk-` too
        told = at + length;
        found(at, told, marked.what);
      }
    }
    for (const Assigned& assigned : kAssigned) {
      for (size_t at = text.find(assigned.prefix); at != std::string_view::npos;
           at = text.find(assigned.prefix, at + 1)) {
        const size_t begin = at + assigned.prefix.size();
        size_t end = begin;
        while (end < text.size() && isKeyChar(text[end])) ++end;
        if (end - begin >= assigned.length && random(text.substr(begin, end - begin))) found(begin, end, assigned.what);
      }
    }
    // The first line of a key in PEM, with a key behind it: not where a program looks for that line.
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

  /// Descriptions go into the compiled file; so do the defaults of inputs.
  void declaration(ModuleId, const syntax::Tree& tree, const syntax::Decl& decl) {
    description(decl.doc, decl.name.span);
    const auto ports = [&](const std::vector<syntax::Parameter>& list) {
      for (const syntax::Parameter& port : list) {
        description(port.doc, port.name.span);
        if (port.defaultValue) literal(tree, port.name.text, port.defaultValue);
      }
    };
    if (const auto* component = std::get_if<syntax::ComponentDecl>(&decl.node)) {
      ports(component->parameters);
      ports(component->outputs.named);
    } else if (const auto* pipeline = std::get_if<syntax::PipelineDecl>(&decl.node)) {
      ports(pipeline->parameters);
      ports(pipeline->outputs.named);
    }
  }

  void description(std::string_view doc, source::Span at) {
    if (!isSuspect(doc)) return;
    tokens(doc, [&](size_t, size_t, std::string_view what) { checker_.diags.report(at, diag::tokenInText, what); });
  }

  void arguments(ModuleId, const syntax::Tree& tree, const syntax::CallExpr& call) {
    for (const syntax::Argument& argument : call.arguments) literal(tree, argument.name.text, argument.value);
  }

  /// A text that is written out for an input that takes a credential.
  void literal(const syntax::Tree& tree, std::string_view name, syntax::ExprId value) {
    if (!value || !inputNamesCredential(name)) return;
    const auto* string = std::get_if<syntax::StringExpr>(&tree.exprs[value].node);
    if (string == nullptr || string->parts.size() != 1) return;
    const auto* text = std::get_if<syntax::TextPart>(&string->parts.front());
    if (text == nullptr || text->text.empty() || text->text.find_first_of("$<{") != std::string_view::npos) return;
    checker_.diags.report(spanOf(tree, value), diag::credentialDefault, name);
  }

  /// Not a word like `hf_transfer_enable_everything`: letters of both cases or digits among them.
  static bool random(std::string_view text) {
    const bool digit = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool letter =
        std::any_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    const bool lower = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool upper = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return (digit && letter) || (lower && upper);
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
