// Credentials that are written out. This is the last place that sees them, whatever they were composed of and by
// whatever route they came.
#include "credential_gate.h"

#include <algorithm>

#include "mlpc/credentials/credentials.h"
#include "mlpc/diag/engine.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::emit {
namespace {

using credentials::Found;
using credentials::NameKind;
using credentials::Where;

/// Where in the source a credential is.
struct Site {
  source::Span span;       ///< as exactly as can be said
  source::Span concealed;  ///< what must not be shown of it
  bool exact = false;
};

source::Span originOf(const Outgoing& outgoing, size_t at) {
  source::Span origin = outgoing.origin;
  for (const Outgoing::Part& part : outgoing.parts) {
    if (part.begin > at) break;
    if (part.origin.valid()) origin = part.origin;
  }
  return origin;
}

/// Looks for the credential in what was written, where it stands literally unless it is composed or escaped.
Site locate(const Outgoing& outgoing, size_t begin, size_t end) {
  Site site{originOf(outgoing, begin), {}, false};
  if (!site.span.valid() || outgoing.sources == nullptr) return site;
  const std::string_view written = outgoing.sources->text(site.span);
  const std::string_view credential = outgoing.text.substr(begin, end - begin);
  const size_t at = credential.empty() ? std::string_view::npos : written.find(credential);
  if (at != std::string_view::npos) {
    const auto from = static_cast<uint32_t>(site.span.begin + at);
    // A private key is found by its first line only; what follows must not be shown either.
    const bool line = credential.ends_with("-----");
    const uint32_t to = line ? site.span.end : from + static_cast<uint32_t>(credential.size());
    site.concealed = {site.span.file, from, to};
    site.exact = true;
    if (credential.size() != outgoing.text.size())
      site.span = {site.span.file, from, from + static_cast<uint32_t>(credential.size())};
    return site;
  }
  // Only a literal can show any of it; the name of a constant does not.
  if (written.substr(0, written.find('\n')).find('"') != std::string_view::npos) site.concealed = site.span;
  return site;
}

/// The line of a text in which something is, as far as it may be shown.
std::string lineOf(std::string_view text, size_t at) {
  size_t begin = text.substr(0, at).rfind('\n') + 1;
  begin = std::min(text.find_first_not_of(" \t", begin), at);
  constexpr size_t kLongest = 40;
  if (at - begin > kLongest) begin = at - kLongest;
  while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
  return std::string(text.substr(begin, at - begin)) + "…";
}

void addPlace(diag::Builder builder, const Outgoing& outgoing, const Found& found, const Site& site, size_t first) {
  builder.conceal(site.concealed);
  if (outgoing.kind == Outgoing::Kind::Packed) {
    const auto line =
        std::count(outgoing.text.begin(), outgoing.text.begin() + static_cast<ptrdiff_t>(found.begin), '\n') + 1;
    builder.note({}, diag::inPackedFile, outgoing.key, static_cast<size_t>(line));
  } else if (!site.exact && outgoing.text.find('\n') != std::string_view::npos) {
    builder.note({}, diag::inLine, diag::Phrase(lineOf(outgoing.text, first)));
  }
}

/// Whether the same was reported elsewhere: a default is written into the code of a component too.
bool isRepeated(const diag::Record& record, const Found& found, const Site& site, const diag::Engine& diags) {
  if (site.exact) return false;
  const std::string_view said = found.kind == Found::Kind::Token ? found.what : found.name;
  return std::any_of(diags.findings().begin(), diags.findings().end(), [&](const diag::Report& report) {
    return report.record->code == record.code && report.span != site.span &&
           report.message.find(said) != std::string::npos;
  });
}

/// `first` is where the first credential of the line may begin, which ends what is shown of it.
void report(const Outgoing& outgoing, const Found& found, size_t first, diag::Engine& diags) {
  const Site site = locate(outgoing, found.begin, found.end);
  const auto add = [&](const auto& diagnostic, const auto&... arguments) {
    if (isRepeated(diagnostic.record, found, site, diags)) return;
    addPlace(diags.report(site.span, diagnostic, arguments...), outgoing, found, site, first);
  };
  switch (found.kind) {
    case Found::Kind::Token: return add(diag::tokenInText, diag::Phrase(found.what));
    case Found::Kind::Password: return add(diag::passwordInUri);
    case Found::Kind::Named: return add(diag::credentialLiteral, found.name);
  }
}

/// Each report looks at the text and at the reports before it, so the number of both is limited. The rest is found once
/// these are mended.
constexpr size_t kMostOfText = 100;
constexpr size_t kMostReports = 500;

/// Reports the credentials in a text. Returns whether there were any.
bool reportAll(const Outgoing& outgoing, std::vector<Found> all, diag::Engine& diags) {
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.begin < b.begin; });
  const size_t before = diags.errorCount();
  size_t line = 0;
  size_t first = 0;
  for (const Found& found : all) {
    // What is allowed does not count, or the rest would leave.
    if (diags.errorCount() - before >= kMostOfText) break;
    const size_t begin = outgoing.text.substr(0, found.begin).rfind('\n') + 1;
    if (begin != line || &found == all.data()) first = found.begin;
    line = begin;
    report(outgoing, found, first, diags);
  }
  return !all.empty();
}

std::vector<Found> foundIn(const Outgoing& outgoing) {
  std::vector<Found> all;
  const auto collect = [&](const Found& found) { all.push_back(found); };
  if (outgoing.kind == Outgoing::Kind::Name || outgoing.kind == Outgoing::Kind::File) {
    credentials::searchTokens(outgoing.text, collect);
  } else {
    // Files are packed, and are values that are called like them.
    credentials::search(outgoing.text, collect, credentials::formatOf(outgoing.key));
  }
  return all;
}

/// Whether a literal has been reported by its name.
bool isReported(const Site& site, const diag::Engine& diags) {
  return site.span.valid() &&
         std::any_of(diags.findings().begin(), diags.findings().end(), [&](const diag::Report& report) {
           const uint16_t code = report.record->code;
           return report.span == site.span &&
                  (code == diag::credentialLiteral.record.code || code == diag::credentialDefault.record.code);
         });
}

/// Returns whether there was nothing to report.
bool judgeNamed(const Outgoing& outgoing, diag::Engine& diags) {
  if (outgoing.role == Outgoing::Role::Secret) {
    if (credentials::isReference(outgoing.text)) return true;
    const Site site = locate(outgoing, 0, outgoing.text.size());
    diags.report(site.span, diag::secretObject, outgoing.key).conceal(site.concealed);
    return false;
  }
  const NameKind kind = credentials::judgeName(outgoing.name);
  if (kind == NameKind::None) return true;
  const Where place = outgoing.role == Outgoing::Role::Variable ? Where::Variable
                      : outgoing.role == Outgoing::Role::Input  ? Where::Input
                                                                : Where::Field;
  if (!credentials::isCredential(kind, outgoing.text, place)) return true;
  const Site site = locate(outgoing, 0, outgoing.text.size());
  // One literal may have several such names.
  if (isReported(site, diags)) return false;
  if (place == Where::Input) {
    diags.report(site.span, diag::credentialDefault, outgoing.name).conceal(site.concealed);
  } else {
    diags.report(site.span, diag::credentialLiteral, outgoing.name).conceal(site.concealed);
  }
  return false;
}

}  // namespace

bool demandNoCredentials(const Outgoing& outgoing, diag::Engine& diags) {
  // Lines of scripts are judged together.
  if (outgoing.kind == Outgoing::Kind::Script || outgoing.text.empty()) return true;
  // Nothing leaves beside an error.
  if (diags.errorCount() > kMostReports) return false;
  // What a comment repeats has been reported where it was asked for.
  if (outgoing.kind == Outgoing::Kind::Comment && diags.hasErrors()) return false;
  bool clean = true;
  if (outgoing.kind == Outgoing::Kind::Packed) {
    Outgoing name = outgoing;
    name.kind = Outgoing::Kind::File;
    name.text = outgoing.key;
    clean = demandNoCredentials(name, diags);
  }
  // A short word is a credential only under the name of one.
  if (!credentials::isShortWord(outgoing.text) && reportAll(outgoing, foundIn(outgoing), diags)) return false;
  return (outgoing.kind != Outgoing::Kind::Text || judgeNamed(outgoing, diags)) && clean;
}

}  // namespace mlpc::emit
