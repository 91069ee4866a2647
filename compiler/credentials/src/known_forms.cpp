// Tokens and keys as the services document them for the scanners of others.
#include "known_forms.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "mlpc/support/characters.h"
#include "values.h"

namespace mlpc::credentials {
namespace {

using support::isAlphanumeric;
using support::isDigit;
using support::isLetter;

/// What the characters after the beginning of a token are.
enum class Rest : uint8_t {
  Any,    ///< letters, digits, `-` and `_`
  Solid,  ///< letters and digits, both of them: after what words begin with, too
  Hex,    ///< hexadecimal digits, no more than the least number
};

/// A kind of tokens, which begin with the same characters.
struct KnownForm {
  std::string_view beginning;
  size_t least;  ///< characters after it
  std::string_view what;
  Rest rest = Rest::Any;
};

/// Whether all of it is part of one run of token characters.
constexpr bool isInRun(const KnownForm& form) {
  return std::all_of(form.beginning.begin(), form.beginning.end(), isTokenCharacter);
}

/// Sorted: first those within a run, by their first character; of two that fit, the longer one comes first.
constexpr auto kKnownForms = [] {
  std::array forms = {
      KnownForm{".atlasv1.", 50, "a Terraform token"},
      KnownForm{"1//0", 40, "a Google token"},
      KnownForm{"ABIA", 16, "an AWS access key", Rest::Solid},
      KnownForm{"ABSK", 80, "an AWS Bedrock key"},
      KnownForm{"ACCA", 16, "an AWS access key", Rest::Solid},
      KnownForm{"AGE-SECRET-KEY-", 50, "an age key"},
      KnownForm{"AIza", 35, "a Google key"},
      KnownForm{"AKCp", 60, "a JFrog key"},
      KnownForm{"AKIA", 16, "an AWS access key"},
      KnownForm{"ASIA", 16, "an AWS access key"},
      KnownForm{"ATATT3", 40, "an Atlassian token"},
      KnownForm{"ATBB", 28, "a Bitbucket password", Rest::Solid},
      KnownForm{"ATCTT3", 40, "a Bitbucket token"},
      KnownForm{"AVNS_", 15, "an Aiven password"},
      KnownForm{"BBDC-", 40, "a Bitbucket token"},
      KnownForm{"CCIPAT_", 40, "a CircleCI token"},
      KnownForm{"CCIPRJ_", 40, "a CircleCI token"},
      KnownForm{"CFPAT-", 40, "a Contentful token"},
      KnownForm{"EAAA", 56, "a Square token"},
      KnownForm{"EAAC", 60, "a Facebook token"},
      KnownForm{"EAAG", 60, "a Facebook token"},
      KnownForm{"EZAK", 50, "an EasyPost key"},
      KnownForm{"EZTK", 50, "an EasyPost key"},
      KnownForm{"FLWSECK", 30, "a Flutterwave key"},
      KnownForm{"GOCSPX-", 24, "the secret of a Google client"},
      KnownForm{"GOOG1E", 50, "a Google storage key", Rest::Solid},
      KnownForm{"GR1348941", 20, "a GitLab token"},
      KnownForm{"HRKU-", 30, "a Heroku key"},
      KnownForm{"KGAT_", 28, "a Kaggle token"},
      KnownForm{"LTAI", 17, "an Alibaba access key", Rest::Solid},
      KnownForm{"NRAK-", 20, "a New Relic key"},
      KnownForm{"PMAK-", 30, "a Postman key"},
      KnownForm{"SG.", 20, "a SendGrid key"},
      KnownForm{"SK", 32, "a Twilio key", Rest::Hex},
      KnownForm{"api_org_", 30, "a Hugging Face token"},
      KnownForm{"bedrock-api-key-", 40, "an AWS Bedrock key"},
      KnownForm{"bkua_", 40, "a Buildkite token"},
      KnownForm{"cio", 32, "a crates.io token", Rest::Solid},
      KnownForm{"cmVmdGtu", 50, "a JFrog token"},
      KnownForm{"csk-", 40, "a Cerebras key", Rest::Solid},
      KnownForm{"dapi", 32, "a Databricks token"},
      KnownForm{"dckr_oat_", 20, "a Docker Hub token"},
      KnownForm{"dckr_pat_", 20, "a Docker Hub token"},
      KnownForm{"doo_v1_", 40, "a DigitalOcean token"},
      KnownForm{"dop_v1_", 40, "a DigitalOcean token"},
      KnownForm{"dor_v1_", 40, "a DigitalOcean token"},
      KnownForm{"dp.ct.", 30, "a Doppler token"},
      KnownForm{"dp.pt.", 30, "a Doppler token"},
      KnownForm{"dp.sa.", 30, "a Doppler token"},
      KnownForm{"dp.scim.", 30, "a Doppler token"},
      KnownForm{"dp.st.", 30, "a Doppler token"},
      KnownForm{"dt0c01.", 20, "a Dynatrace token"},
      KnownForm{"dt0s01.", 20, "a Dynatrace token"},
      KnownForm{"duffel_live_", 30, "a Duffel token"},
      KnownForm{"e2b_", 40, "an E2B key", Rest::Hex},
      KnownForm{"essu_", 40, "an Elastic key"},
      KnownForm{"eyJrIjoi", 40, "a Grafana key"},
      KnownForm{"fc-", 32, "a Firecrawl key", Rest::Hex},
      KnownForm{"figd_", 30, "a Figma token"},
      KnownForm{"fio-u-", 60, "a Frame.io token"},
      KnownForm{"fm1r_", 80, "a Fly.io token"},
      KnownForm{"fm2_", 80, "a Fly.io token"},
      KnownForm{"fo1_", 40, "a Fly.io token"},
      KnownForm{"fw_", 22, "a Fireworks key", Rest::Solid},
      KnownForm{"ghp_", 30, "a GitHub token"},
      KnownForm{"gho_", 30, "a GitHub token"},
      KnownForm{"ghr_", 30, "a GitHub token"},
      KnownForm{"ghs_", 30, "a GitHub token"},
      KnownForm{"ghu_", 30, "a GitHub token"},
      KnownForm{"github_pat_", 30, "a GitHub token"},
      KnownForm{"glagent-", 40, "a GitLab token"},
      KnownForm{"glc_", 40, "a Grafana token"},
      KnownForm{"glcbt-", 18, "a GitLab token"},
      KnownForm{"gldt-", 18, "a GitLab token"},
      KnownForm{"glffct-", 18, "a GitLab token"},
      KnownForm{"glft-", 18, "a GitLab token"},
      KnownForm{"glimt-", 18, "a GitLab token"},
      KnownForm{"gloas-", 40, "a GitLab token"},
      KnownForm{"glpat-", 18, "a GitLab token"},
      KnownForm{"glptt-", 30, "a GitLab token"},
      KnownForm{"glrt-", 18, "a GitLab token"},
      KnownForm{"glsa_", 30, "a Grafana token"},
      KnownForm{"glsoat-", 18, "a GitLab token"},
      KnownForm{"gsk_", 40, "a Groq key"},
      KnownForm{"hf_", 30, "a Hugging Face token"},
      KnownForm{"hvb.", 20, "a Vault token"},
      KnownForm{"hvr.", 20, "a Vault token"},
      KnownForm{"hvs.", 20, "a Vault token"},
      KnownForm{"ico-", 32, "an Infracost key", Rest::Solid},
      KnownForm{"jina_", 40, "a Jina key"},
      KnownForm{"key-", 32, "a Mailgun key", Rest::Hex},
      KnownForm{"lin_api_", 30, "a Linear key"},
      KnownForm{"lin_oauth_", 30, "a Linear token"},
      KnownForm{"ls__", 30, "a LangSmith key"},
      KnownForm{"lsv2_", 30, "a LangSmith key"},
      KnownForm{"napi_", 40, "a Neon key"},
      KnownForm{"nfp_", 32, "a Netlify token", Rest::Solid},
      KnownForm{"npg_", 12, "a Neon password", Rest::Solid},
      KnownForm{"npm_", 30, "an npm token"},
      KnownForm{"ntn_", 40, "a Notion token"},
      KnownForm{"nvapi-", 40, "an NVIDIA key"},
      KnownForm{"ops_eyJ", 60, "a 1Password token"},
      KnownForm{"oy2", 43, "a NuGet key", Rest::Solid},
      KnownForm{"p8e-", 32, "an Adobe secret", Rest::Solid},
      KnownForm{"pa-", 40, "a Voyage key", Rest::Solid},
      KnownForm{"pcsk_", 40, "a Pinecone key"},
      KnownForm{"phx_", 40, "a PostHog key"},
      KnownForm{"pnb_", 36, "a Prefect key", Rest::Solid},
      KnownForm{"pnu_", 36, "a Prefect key", Rest::Solid},
      KnownForm{"pplx-", 40, "a Perplexity key"},
      KnownForm{"pscale_oauth_", 30, "a PlanetScale token"},
      KnownForm{"pscale_pw_", 30, "a PlanetScale password"},
      KnownForm{"pscale_tkn_", 30, "a PlanetScale token"},
      KnownForm{"pul-", 40, "a Pulumi token", Rest::Hex},
      KnownForm{"pypi-", 40, "a PyPI token"},
      KnownForm{"r8_", 35, "a Replicate token"},
      KnownForm{"rdme_", 50, "a ReadMe key"},
      KnownForm{"rk_live_", 20, "a Stripe key"},
      KnownForm{"rk_test_", 20, "a Stripe key"},
      KnownForm{"rnd_", 28, "a Render key", Rest::Solid},
      KnownForm{"rpa_", 40, "a RunPod key", Rest::Solid},
      KnownForm{"rubygems_", 40, "a RubyGems key"},
      KnownForm{"sb_secret_", 25, "a Supabase key"},
      KnownForm{"sbp_", 40, "a Supabase token", Rest::Hex},
      KnownForm{"secret_", 43, "a Notion token", Rest::Solid},
      KnownForm{"sgp_", 40, "a Sourcegraph token"},
      KnownForm{"shippo_live_", 40, "a Shippo token"},
      KnownForm{"shpat_", 30, "a Shopify token"},
      KnownForm{"shpca_", 30, "a Shopify token"},
      KnownForm{"shppa_", 30, "a Shopify token"},
      KnownForm{"shpss_", 30, "a Shopify secret"},
      KnownForm{"sk-ant-", 20, "an Anthropic key"},
      KnownForm{"sk-lf-", 20, "a Langfuse key"},
      KnownForm{"sk-or-v1-", 20, "an OpenRouter key"},
      KnownForm{"sk-admin-", 20, "an OpenAI key"},
      KnownForm{"sk-proj-", 20, "an OpenAI key"},
      KnownForm{"sk-svcacct-", 20, "an OpenAI key"},
      KnownForm{"sk-", 32, "an OpenAI key"},
      KnownForm{"sk_live_", 20, "a Stripe key"},
      KnownForm{"sk_test_", 20, "a Stripe key"},
      KnownForm{"sk_", 48, "an ElevenLabs key", Rest::Hex},
      KnownForm{"sntrys_", 40, "a Sentry token"},
      KnownForm{"sntryu_", 40, "a Sentry token"},
      KnownForm{"sq0atp-", 22, "a Square token"},
      KnownForm{"sq0csp-", 40, "a Square secret"},
      KnownForm{"sqa_", 40, "a SonarQube token", Rest::Hex},
      KnownForm{"sqp_", 40, "a SonarQube token", Rest::Hex},
      KnownForm{"squ_", 40, "a SonarQube token", Rest::Hex},
      KnownForm{"tfp_", 40, "a Typeform token"},
      KnownForm{"tskey-", 16, "a Tailscale key"},
      KnownForm{"tvly-", 24, "a Tavily key"},
      KnownForm{"wandb_v1_", 40, "a Weights & Biases key"},
      KnownForm{"whsec_", 24, "the secret of a webhook"},
      KnownForm{"xai-", 60, "an xAI key", Rest::Solid},
      KnownForm{"xapp-", 20, "a Slack token"},
      KnownForm{"xkeysib-", 60, "a Brevo key"},
      KnownForm{"xoxa-", 20, "a Slack token"},
      KnownForm{"xoxb-", 20, "a Slack token"},
      KnownForm{"xoxc-", 20, "a Slack token"},
      KnownForm{"xoxd-", 20, "a Slack token"},
      KnownForm{"xoxe-", 20, "a Slack token"},
      KnownForm{"xoxp-", 20, "a Slack token"},
      KnownForm{"xoxr-", 20, "a Slack token"},
      KnownForm{"xoxs-", 20, "a Slack token"},
      KnownForm{"xsmtpsib-", 60, "a Brevo key"},
      KnownForm{"ya29.", 20, "a Google token"},
  };
  std::sort(forms.begin(), forms.end(), [](const KnownForm& a, const KnownForm& b) {
    if (isInRun(a) != isInRun(b)) return isInRun(a);
    if (a.beginning.front() != b.beginning.front()) return a.beginning.front() < b.beginning.front();
    return a.beginning.size() > b.beginning.size();
  });
  return forms;
}();

struct Rows {
  size_t begin = 0;
  size_t end = 0;
};
constexpr void extend(Rows& rows, size_t row) {
  if (rows.end == 0) rows.begin = row;
  rows.end = row + 1;
}

struct Index {
  std::array<Rows, 128> byFirst;  ///< the rows of beginnings with a first character
  Rows acrossRuns;                ///< the rows of beginnings that end in another run than they begin
};
constexpr Index kIndex = [] {
  Index index{};
  for (size_t i = 0; i < kKnownForms.size(); ++i) {
    const KnownForm& form = kKnownForms[i];
    extend(isInRun(form) ? index.byFirst[static_cast<size_t>(form.beginning.front())] : index.acrossRuns, i);
  }
  return index;
}();

bool isHex(char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); }

bool fits(const KnownForm& form, std::string_view rest) {
  if (rest.size() < form.least) return false;
  const std::string_view least = rest.substr(0, form.least);
  switch (form.rest) {
    case Rest::Any: return isMixed(rest);
    case Rest::Solid:
      return std::all_of(least.begin(), least.end(), isAlphanumeric) &&
             std::any_of(least.begin(), least.end(), isDigit) && std::any_of(least.begin(), least.end(), isLetter);
    case Rest::Hex: return rest.size() == form.least && std::all_of(rest.begin(), rest.end(), isHex) && isMixed(rest);
  }
  return false;
}

}  // namespace

std::optional<std::string_view> knownForm(std::string_view run, size_t leastBeginning) {
  const Rows rows = kIndex.byFirst[static_cast<unsigned char>(run.front())];
  for (size_t i = rows.begin; i < rows.end; ++i) {
    const KnownForm& form = kKnownForms[i];
    if (run[1] != form.beginning[1] || form.beginning.size() < leastBeginning) continue;
    if (run.starts_with(form.beginning) && fits(form, run.substr(form.beginning.size()))) return form.what;
  }
  return std::nullopt;
}

std::optional<KnownAcross> knownFormAcross(std::string_view text, size_t begin, size_t length) {
  const std::string_view run = text.substr(begin, length);
  const std::string_view front = text.substr(0, begin);
  // Some name an environment in between: `dp.st.dev.…`.
  size_t segment = begin > 0 ? begin - 1 : 0;
  constexpr size_t kLongestSegment = 16;
  while (segment > 0 && begin - segment < kLongestSegment && isTokenCharacter(text[segment - 1])) --segment;
  for (size_t i = kIndex.acrossRuns.begin; i < kIndex.acrossRuns.end; ++i) {
    const KnownForm& form = kKnownForms[i];
    if (length < form.least) continue;
    size_t inRun = 0;
    while (isTokenCharacter(form.beginning[form.beginning.size() - 1 - inRun])) ++inRun;
    const std::string_view before = form.beginning.substr(0, form.beginning.size() - inRun);
    if (!run.starts_with(form.beginning.substr(before.size())) || !fits(form, run.substr(inRun))) continue;
    for (const size_t from : {begin, segment}) {
      if (front.substr(0, from).ends_with(before)) return KnownAcross{from - before.size(), form.what};
    }
  }
  return std::nullopt;
}

}  // namespace mlpc::credentials
