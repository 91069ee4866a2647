// Passwords in addresses, and addresses that are secret themselves.
#include "addresses.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "known_forms.h"
#include "mlpc/support/text.h"
#include "references.h"
#include "values.h"

namespace mlpc::credentials {
namespace {

/// Who knows such an address may post there.
struct Webhook {
  std::string_view host;  ///< or how it ends
  std::string_view path;
  size_t least;  ///< characters after that
  std::string_view what;
};
constexpr std::array kWebhooks = {
    Webhook{"hooks.slack.com", "/services/", 30, "a Slack webhook"},
    Webhook{"hooks.slack.com", "/workflows/", 30, "a Slack webhook"},
    Webhook{"hooks.slack.com", "/triggers/", 30, "a Slack webhook"},
    Webhook{"discord.com", "/api/webhooks/", 40, "a Discord webhook"},
    Webhook{"discordapp.com", "/api/webhooks/", 40, "a Discord webhook"},
    Webhook{".webhook.office.com", "/webhookb2/", 40, "a Teams webhook"},
    Webhook{"outlook.office.com", "/webhook/", 40, "a Teams webhook"},
    Webhook{"outlook.office365.com", "/webhook/", 40, "a Teams webhook"},
    Webhook{"hooks.zapier.com", "/hooks/catch/", 10, "a Zapier webhook"},
    Webhook{"maker.ifttt.com", "/trigger/", 30, "an IFTTT webhook"},
    Webhook{"chat.googleapis.com", "/v1/spaces/", 60, "a Google Chat webhook"},
    Webhook{"open.feishu.cn", "/open-apis/bot/v2/hook/", 30, "a Feishu webhook"},
    Webhook{"open.larksuite.com", "/open-apis/bot/v2/hook/", 30, "a Lark webhook"},
    Webhook{"qyapi.weixin.qq.com", "/cgi-bin/webhook/send?key=", 30, "a WeCom webhook"},
    Webhook{"oapi.dingtalk.com", "/robot/send?access_token=", 30, "a DingTalk webhook"},
    Webhook{"events.pagerduty.com", "/integration/", 30, "a PagerDuty webhook"},
};

bool judgeWebhook(const Text& text, Range authority) {
  const std::string_view host = text.slice(authority);
  for (const Webhook& webhook : kWebhooks) {
    if (!host.ends_with(webhook.host) || !text.from(authority.end).starts_with(webhook.path)) continue;
    const Range path = text.wordAt(authority.end + webhook.path.size(), ",)]}").range;
    const std::string_view rest = text.slice(path);
    if (rest.size() < webhook.least || !isMixed(rest) || isReplaced(rest, Inserts::Formatted)) continue;
    text.reportToken(path, webhook.what);
    return true;
  }
  return false;
}

/// `%s`, not the escape of a character.
bool isFormat(std::string_view text) {
  const size_t at = text.find('%');
  if (at == std::string_view::npos) return false;
  return at + 2 >= text.size() || std::isxdigit(static_cast<unsigned char>(text[at + 1])) == 0 ||
         std::isxdigit(static_cast<unsigned char>(text[at + 2])) == 0;
}

bool isPassword(std::string_view password) {
  if (password.empty() || password.find('\x01') != std::string_view::npos) return false;  // inserted later
  if (password.find_first_not_of("*.") == std::string_view::npos || isFormat(password)) return false;
  if (password.front() == '<' && password.back() == '>') return false;
  // A variable of a shell is all of it.
  return !isReplaced(password, password.front() == '$' ? Inserts::Code : Inserts::Document);
}

/// The end of what is in front of the host: the last `@` of the authority. Passwords may contain what would end it, as
/// long as no port is meant.
size_t loginEnd(const Text& text, Range authority) {
  const std::string_view host = text.slice(authority);
  if (const size_t sign = host.rfind('@'); sign != std::string_view::npos) return authority.begin + sign;
  const size_t separator = host.find(':');
  const char end = text.at(authority.end);
  if (separator == std::string_view::npos || end == '\0' || !isOneOf(end, "/#?")) return 0;
  const std::string_view port = host.substr(separator + 1);
  if (!port.empty() && std::all_of(port.begin(), port.end(), support::isDigit)) return 0;
  if (port.find_first_of("${}%") != std::string_view::npos) return 0;
  const Range rest = text.wordAt(authority.end, ",()[]{}\\").range;
  const size_t sign = text.slice(rest).rfind('@');
  return sign == std::string_view::npos || host.front() == '[' ? 0 : rest.begin + sign;
}

/// `"db://me:%s@host" % "hunter2"`, `"db://{}:{}@host".format("me", "hunter2")`: the argument for the placeholder at
/// `at`, after `earlier` others.
void judgeInserted(const Text& text, size_t at, size_t earlier) {
  const size_t line = text.lineEnd(at);
  size_t end = at;
  while (end < line && end - at < kLongest && !isQuote(text.at(end))) ++end;
  if (!isQuote(text.at(end))) return;
  size_t from = text.skipSpaces(end + 1);
  if (text.from(from).starts_with(".format(")) {
    from += std::string_view(".format(").size();
  } else if (text.at(from) == '%') {
    from = text.skip(from + 1, " \t(");
  } else {
    return;
  }
  for (; earlier > 0; --earlier) {
    from = text.valueAt(text.skipSpaces(from), ",)").after;
    if (text.at(from) != ',') return;
    ++from;
  }
  const auto value = text.quotedAt(text.skipSpaces(from));
  if (value && text.isOwn(NameKind::Strong, *value, Where::Code)) text.reportPassword(value->range);
}

}  // namespace

void judgeAddress(const Text& text, size_t at) {
  const size_t begin = at + 3;
  size_t end = begin;
  while (end < text.size() && end - begin<kLongest&& static_cast<unsigned char>(text.at(end))> ' ' &&
         !isOneOf(text.at(end), "/\"'<>`\\,?#"))
    ++end;
  const Range authority{begin, end};
  if (judgeWebhook(text, authority)) return;
  const size_t sign = loginEnd(text, authority);
  if (sign == 0) return;
  const std::string_view login = text.slice({begin, sign});
  const size_t separator = login.find(':');
  // A token may be the name of the user, without a password or with an empty one.
  const std::string_view user = login.substr(0, separator);
  const std::string_view password =
      separator == std::string_view::npos ? std::string_view() : login.substr(separator + 1);
  if (isFormat(password) || (password.starts_with('{') && password.ends_with('}')))
    return judgeInserted(text, begin + separator + 1, user.starts_with('%') || user.starts_with('{') ? 1 : 0);
  const bool secret =
      password.empty() ? isGenerated(user) || (user.size() < login.size() && isRandom(user)) : isPassword(password);
  if (secret) text.reportPassword({begin, sign});
}

void judgeOracle(const Text& text, size_t at) {
  const std::string_view login = text.slice(text.wordAt(at + 1, "").range);
  const size_t slash = login.find('/');
  const size_t sign = login.find('@');
  if (slash == std::string_view::npos || sign == std::string_view::npos || slash == 0 || slash > sign) return;
  if (isPassword(login.substr(slash + 1, sign - slash - 1))) text.reportPassword({at + 1, at + 1 + sign});
}

void judgeSignature(const Text& text, Range name, size_t from) {
  if (name.begin == 0 || !isOneOf(text.before(name.begin), "&?;")) return;
  size_t end = from;
  while (isTokenCharacter(text.at(end)) || (end < text.size() && isOneOf(text.at(end), "%+/="))) ++end;
  constexpr size_t kLeast = 40;
  if (end - from >= kLeast && isMixed(text.slice({from, end})))
    text.reportToken({from, end}, "an Azure Storage signature");
}

}  // namespace mlpc::credentials
