// Credentials in texts of any language, and what only looks like one.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {
namespace {

/// What is found: of a token what it is, of others the name, then the text.
std::vector<std::string> found(std::string_view text) {
  std::vector<std::string> all;
  search(text, [&](const Found& one) {
    const std::string_view part = text.substr(one.begin, one.end - one.begin);
    const std::string what(one.kind == Found::Kind::Password ? "password" : one.what.empty() ? one.name : one.what);
    all.push_back(what + "|" + std::string(part));
  });
  return all;
}

using Texts = std::vector<std::string>;

TEST(Search, FindsNamesThatAreAssignedALiteral) {
  for (const char* text : {
           "password = \"hunter2\"",
           "password=\"hunter2\"",
           "password='hunter2'",
           "password: str = \"hunter2\"",
           "password: Optional[str] = \"hunter2\"",
           "self.password = 'hunter2'",
           "password = r\"hunter2\"",
           "password := \"hunter2\"",
           "{\"password\": \"hunter2\"}",
           "{'password':'hunter2'}",
           "{\\\"password\\\": \\\"hunter2\\\"}",
           "password => 'hunter2'",
           "settings[\"password\"] = \"hunter2\"",
           "connect(user='me', password='hunter2')",
           "db.password=hunter2\n",
           "password: hunter2\n",
           "  password: 'hunter2'  # why\n",
           "run --password hunter2",
           "run --password=hunter2 --x",
           "run --password 'hunter2'",
           "[\"run\", \"--password\", \"hunter2\"]",
           "run --password \\\n  hunter2",
           "Server=db;password=hunter2;Port=1",
           "kubectl create secret generic x --from-literal=password=hunter2",
           "https://example.org/?user=me&password=hunter2&x=1",
       }) {
    EXPECT_EQ(found(text), Texts{"password|hunter2"}) << text;
  }
  for (const char* text : {
           "export DB_PASSWORD=hunter2",
           "DB_PASSWORD=hunter2 run",
           "os.environ[\"DB_PASSWORD\"] = \"hunter2\"",
           "os.environ.setdefault(\"DB_PASSWORD\", \"hunter2\")",
           "os.getenv('DB_PASSWORD', 'hunter2')",
           "ENV DB_PASSWORD=hunter2",
           "docker run -e DB_PASSWORD=hunter2 image",
           "$env:DB_PASSWORD = \"hunter2\"",
           "- name: DB_PASSWORD\n  value: hunter2\n",
           "{\"name\": \"DB_PASSWORD\", \"value\": \"hunter2\"}",
           "DB_PASSWORD: \"hunter2\"",
       }) {
    EXPECT_EQ(found(text), Texts{"DB_PASSWORD|hunter2"}) << text;
  }
  EXPECT_EQ(found("Connect -Password hunter2"), Texts{"Password|hunter2"});
  EXPECT_EQ(found("curl -u me:hunter2 https://x"), Texts{"u|hunter2"});
  EXPECT_EQ(found("curl --user me:hunter2 https://x"), Texts{"user|hunter2"});
  EXPECT_EQ(found("sshpass -p hunter2 ssh host"), Texts{"p|hunter2"});
  EXPECT_EQ(found("docker login -u me -p hunter2 host"), Texts{"p|hunter2"});
  EXPECT_EQ(found("requests.get(u, auth=(\"me\", \"hunter2\"))"), Texts{"auth|hunter2"});
  EXPECT_EQ(found("-H \"Authorization: Bearer hunter2\""), Texts{"Authorization|Bearer hunter2"});
  EXPECT_EQ(found("[\"-H\", \"Authorization: Bearer\", \"hunter2\"]"), Texts{"Authorization|hunter2"});
  EXPECT_EQ(found("-H \"Authorization: Bearer\" hunter2"), Texts{"Authorization|hunter2"});
  EXPECT_EQ(found("-H 'X-Api-Key: hunter2'"), Texts{"X-Api-Key|hunter2"});
}

TEST(Search, FindsPasswordsInAddresses) {
  EXPECT_EQ(found("postgres://me:hunter2@db/prices"), Texts{"password|me:hunter2"});
  EXPECT_EQ(found("redis://:hunter2@cache:6379"), Texts{"password|:hunter2"});
  EXPECT_EQ(found("postgres://me:p%40ss@db/prices"), Texts{"password|me:p%40ss"});
  for (const char* text : {"postgres://me:$PASSWORD@db", "postgres://me:{password}@db", "postgres://me:%s@db",
                           "postgres://me:%(password)s@db", "postgres://me:***@db", "https://example.org:80/a@b",
                           "https://me@example.org", "git@example.org:a/b"}) {
    EXPECT_EQ(found(text), Texts{}) << text;
  }
}

TEST(Search, FindsFormsWhereverTheyStand) {
  const std::string key = "AKIAIOSFODNN7EXAMPLE";
  for (const std::string& text : {key, "x " + key, key + "\n", "(" + key + ")", "\"" + key + "\"", "a\\n" + key,
                                  std::string(1000, '-') + " " + key, std::string("é") + key}) {
    const Texts all = found(text);
    ASSERT_EQ(all.size(), 1U) << text;
    EXPECT_EQ(all.front().substr(0, all.front().find('|')), "an AWS access key") << text;
  }
  EXPECT_EQ(found("\"AKIAIOSF\" + \"ODNN7EXAMPLE\"").size(), 1U);
  EXPECT_EQ(found("\"AKIAIOSF\"\n  \"ODNN7EXAMPLE\"").size(), 1U);
  EXPECT_EQ(found("{\"Concat\": [\"AKIAIOSF\", \"ODNN7EXAMPLE\"]}").size(), 1U);
  EXPECT_EQ(found("[\"AKIAIOSF\", \"ODNN7EXAMPLE\"]").size(), 0U);
  EXPECT_EQ(found("QUtJQUlPU0ZPRE5ON0VYQU1QTEU=").size(), 1U);
  EXPECT_EQ(found("Authorization: Basic bWU6aHVudGVyMg==").size(), 1U);
  EXPECT_EQ(found("Bearer 0123456789abcdefABCDEF"), Texts{"a bearer token|0123456789abcdefABCDEF"});
  EXPECT_EQ(found(std::string(1 << 16, 'a')).size(), 0U);
}

TEST(Search, DistinguishesWordsFromTokens) {
  for (const char* text : {
           "hf_transfer_enable_everything_else_as_well_too",
           "the line -----BEGIN RSA PRIVATE KEY----- alone",
           "sha512-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwx==",
           "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
           "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
           "password = os.environ['DB_PASSWORD']",
           "password=password, token=token)",
           "password = other_password",
           "password = getpass()",
           "password == \"hunter2\"",
           "password != 'hunter2'",
           "def f(password: str, token: str = None):",
           "password: the password of the user",
           "token: int64\n",
           "tokenizer = \"a1b2c3d4\"",
           "max_tokens=512",
           "pad_token = \"[PAD1]\"",
           "token = \"hello\"",
           "secret = \"db-credentials\"",
           "secretName: a1b2c3d4\n",
           "key = \"a1b2c3d4\"",
           "api_key = \"OPENAI_API_KEY\"",
           "password = \"\"",
           "password = \"<password>\"",
           "password = \"$(DB_PASSWORD)\"",
           "password = f\"{x}\"",
           "password=$DB_PASSWORD",
           "export DB_PASSWORD=\"${OTHER}\"",
           "export TOKEN=$(get token)",
           "run --password \"$PASSWORD\" --token-file t --password-stdin",
           "run --token --x",
           "docker run -u 1000:1000 image",
           "image: registry/token:1a2b3c4d",
           "print(\"token:\", x)",
           "auth=auth, key=key1)",
           "'password': 'string'",
           "input(\"Enter your password: \")",
           "prompt='Password: ', stream=None, x='y'",
           "url + \"?password=\" + x + \"&user=\"",
           "{'DELETE': ('AUTH', 'SELECTED1')}",
           "arguments += [\"--password\", value]",
           "the --user and --password options",
           "LINE_PAT = r\"[a-z0-9]+(x1)\"",
           "private_key: \"_RSAPrivateKey\"",
           "os.environ.get(\"DB_PASSWORD\", \"not-set\")",
           "password = \"Enter your new password\"",
           "decode_token = \"utf8-2003\"",
           "token_names = \"a1b2c3d4\"",
           "export DB_SECRET=my-db-secret",
       }) {
    EXPECT_EQ(found(text), Texts{}) << text;
  }
}

TEST(Names, AreJudgedByTheirWords) {
  for (const char* name :
       {"password", "DB_PASSWORD", "dbPassword", "PGPASSWORD", "passwd", "MYSQL_PWD", "api_key", "APIKey", "APIKEY",
        "access-token", "clientSecret", "AZURE_STORAGE_KEY", "STORAGE_ACCOUNT_KEY", "OPENAI_KEY", "password_prod",
        "PASSWORD_2", "MLFLOW_TRACKING_TOKEN"}) {
    EXPECT_EQ(judgeName(name), NameKind::Strong) << name;
  }
  for (const char* name : {"max_tokens",
                           "token_count",
                           "tokenizer",
                           "pad_token",
                           "eos_token",
                           "key_column",
                           "partition_key",
                           "pass_rate",
                           "secret_name",
                           "secretName",
                           "secretKeyRef",
                           "author",
                           "authority",
                           "public_key",
                           "ssh_public_key",
                           "monkey",
                           "compass",
                           "bypass",
                           "forward_pass",
                           "keyboard",
                           "password_file",
                           "token_url",
                           "token_id",
                           "key_vault",
                           "compat",
                           "bath",
                           "n",
                           "",
                           "_",
                           "1"}) {
    EXPECT_EQ(judgeName(name), NameKind::None) << name;
  }
}

/// Texts that make a search look back or ahead again and again take time linear in them.
TEST(Search, TakesLinearTime) {
  for (const char* part : {"password=",
                           "token: ",
                           "--password ",
                           "authorization: ",
                           "PRIVATE KEY",
                           "'a' + ",
                           "://a:",
                           "-p ",
                           "Bearer ",
                           "-----BEGIN ",
                           "value: ",
                           "(\"TOKEN\",",
                           "eyJ.",
                           "a",
                           "=",
                           "</a>",
                           "set token ",
                           "${TOKEN-",
                           "a, b = ",
                           "a:1234:",
                           "BY 'a ",
                           "token = a or ",
                           "echo ",
                           "password 'a",
                           "default=",
                           "\"\"\"",
                           "'a'b",
                           "token = ((",
                           "password:\n",
                           "password-stdin ",
                           "://a:b/",
                           "login password ",
                           "{\"a\":",
                           "key=\"a\" ",
                           "_a-b.c",
                           "password=\n#",
                           "[password]=a",
                           "a/"}) {
    const auto seconds = [&](size_t count) {
      std::string text;
      for (size_t i = 0; i < count; ++i) text += part;
      const auto start = std::chrono::steady_clock::now();
      search(text, [](const Found&) {});
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    EXPECT_LT(seconds(10000), 5) << part;
  }
}

}  // namespace
}  // namespace mlpc::credentials
