// Tokens that their form shows. Each is assembled here from its beginning and characters of its kind, so that no file
// of the project contains one.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {
namespace {

/// Letters and digits that repeat nothing.
std::string any(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "a1B2c3D4e5F6g7H8i9J0kLmNoPqRsTuVwXyZ"[i * 7 % 36];
  return text;
}
std::string hex(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "0123456789abcdef"[i * 7 % 16];
  return text;
}
std::string upper(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"[i * 5 % 32];
  return text;
}

std::vector<std::string> found(const std::string& text) {
  std::vector<std::string> all;
  searchTokens(text, [&](const Found& one) {
    all.push_back(std::string(one.what) + "|" + text.substr(one.begin, one.end - one.begin));
  });
  return all;
}

struct Token {
  std::string what;
  std::string text;
};

/// Tokens of services, one of each kind.
std::vector<Token> tokens() {
  return {
      {"a Google key", "AIza" + any(35)},
      {"the secret of a Google client", "GOCSPX-" + any(28)},
      {"an xAI key", "xai-" + any(80)},
      {"a PlanetScale password", "pscale_pw_" + any(43)},
      {"a PlanetScale token", "pscale_tkn_" + any(43)},
      {"a Linear key", "lin_api_" + any(40)},
      {"an age key", "AGE-SECRET-KEY-1" + upper(58)},
      {"a Telegram token", "1234567890:AA" + any(33)},
      {"a Discord token", "M" + any(23) + "." + any(6) + "." + any(38)},
      {"an Airtable token", "pat" + any(14) + "." + hex(64)},
      {"a Terraform token", any(14) + ".atlasv1." + any(67)},
      {"a Doppler token", "dp.st.dev." + any(40)},
      {"a Doppler token", "dp.pt." + any(43)},
      {"a Dynatrace token", "dt0c01." + upper(24) + "." + upper(64)},
      {"a Vault token", "hvs." + any(90)},
      {"a Vault token", "hvb." + any(90)},
      {"a Twilio key", "SK" + hex(32)},
      {"a Mailgun key", "key-" + hex(32)},
      {"a Supabase token", "sbp_" + hex(40)},
      {"a SonarQube token", "squ_" + hex(40)},
      {"a Pulumi token", "pul-" + hex(40)},
      {"a Brevo key", "xkeysib-" + hex(64) + "-" + any(16)},
      {"a Pinecone key", "pcsk_" + any(60)},
      {"a Tailscale key", "tskey-auth-" + any(11) + "-" + any(32)},
      {"a Square secret", "sq0csp-" + any(43)},
      {"the secret of a webhook", "whsec_" + any(32)},
      {"a Bitbucket password", "ATBB" + any(32)},
      {"an Alibaba access key", "LTAI" + any(20)},
      {"an Azure key", hex(20) + any(32) + "JQQJ99BA" + any(16) + "AbCd1234"},
      {"an Azure key", any(33) + "+ASb" + any(6) + "="},
      {"a Groq key", "gsk_" + any(52)},
      {"a Neon password", "npg_" + any(16)},
      {"a crates.io token", "cio" + any(32)},
      {"a NuGet key", "oy2" + any(43)},
      {"a Netlify token", "nfp_" + any(36)},
      {"a CircleCI token", "CCIPAT_" + any(22) + "_" + hex(40)},
      {"a Shopify secret", "shpss_" + hex(32)},
      {"a Tavily key", "tvly-dev-" + any(32)},
      {"a Google token", "1//0" + any(60)},
  };
}

TEST(Forms, OfServicesAreFound) {
  for (const Token& token : tokens()) {
    EXPECT_EQ(found("x = \"" + token.text + "\"").size(), 1U) << token.what << ": " << token.text;
    for (const std::string& text : found(token.text + " and more"))
      EXPECT_EQ(text.substr(0, text.find('|')), token.what) << text;
  }
}

TEST(Forms, AreFoundAfterEscapesAndInBase64) {
  const std::string token = "ghp_" + any(36);
  for (const char* before : {"\\n", "\\t", "%20", "\\u003d", "\\x3d", "name_", "name-", "a/", "a=", "\xC3\xA9"})
    EXPECT_EQ(found(before + token), std::vector<std::string>{"a GitHub token|" + token}) << before;
  // `user=me password=hunter2`, with and without padding
  EXPECT_EQ(found("dXNlcj1tZSBwYXNzd29yZD1odW50ZXIy").size(), 1U);
  EXPECT_EQ(found("cGFzc3dvcmQ9aHVudGVyMjM=").size(), 1U);
  EXPECT_EQ(found("cGFzc3dvcmQ9aHVudGVyMjM").size(), 1U);
  EXPECT_EQ(found("dXNlcj1tZSBwYXNzd29yZD0kUEFTU1dPUkQ=").size(), 0U);
}

TEST(Forms, AreFoundInPieces) {
  const std::string one = "ghp_" + any(10);
  const std::string two = any(36).substr(10);
  for (const std::string& text :
       {"\"" + one + "\" + '" + two + "'", "'" + one + "'\n'" + two + "'", "\"" + one + "\" \\\n  f\"" + two + "\"",
        "\"\".join([\"" + one + "\", \"" + two + "\"])", one + "\"" + two + "\"", one + "''" + two,
        "\"" + one + "\" & \"" + two + "\"", "'" + one + "' . '" + two + "'", "\"" + one + "\"" + two}) {
    EXPECT_EQ(found(text).size(), 1U) << text;
  }
  EXPECT_EQ(found("[\"" + one + "\", \"" + two + "\"]").size(), 0U);
}

TEST(Forms, AreNotSeenInNames) {
  for (const std::string& text :
       {std::string("hf_hub_download_from_the_model_registry"), std::string("sk-learn-pipelines-for-tabular-data"),
        std::string("key-value-store-with-many-partitions-v2"), std::string("fc-layer-1-of-the-network-with-dropout"),
        std::string("pa-first-stage-of-the-training-pipeline-2024"), "SK" + hex(40), "key-" + hex(40), hex(64), hex(40),
        std::string("secret_key_of_the_database_in_production_v2"), "sha256:" + hex(64), any(40),
        std::string("registry.example.org/team/model-training-image:2024-05-01"), "12:30:45." + hex(35),
        std::string("cioperatorsforkubernetesandkubeflow1"),
        std::string("component.pattern.containerdefinition.json")}) {
    EXPECT_EQ(found(text), std::vector<std::string>{}) << text;
  }
}

}  // namespace
}  // namespace mlpc::credentials
