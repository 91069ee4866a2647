// What names say, and which values under them are meant.
#include <gtest/gtest.h>

#include <initializer_list>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {
namespace {

void expectKind(NameKind kind, std::initializer_list<const char*> names) {
  for (const char* name : names) EXPECT_EQ(judgeName(name), kind) << name;
}

TEST(Names, MeanCredentialsWithWordsBehindThem) {
  expectKind(NameKind::Strong, {"PASSWORD_FOR_DB", "passwordForTheDatabase", "PASSWORD_OF_ADMIN", "PASSWORD_TO_DB",
                                "PASSWORD_IN_PROD", "TOKEN_GITHUB", "GitHubTokenForCI", "PASSWORD_DB", "PWD_ADMIN",
                                "API_KEY_OPENAI", "ACCESS_TOKEN_PROD", "PASSWORD_DB_2"});
  expectKind(NameKind::Unsure, {"PASSWORD_ACME", "SECRET_GITHUB", "CLIENT_SECRET_CONTOSO", "apiKeyContoso"});
  expectKind(NameKind::None, {"password_length", "passwordHash", "PASSWORD_MIN_LENGTH", "api_key_id", "PASSWORD_FIELD",
                              "token_refresh", "path_to_password", "number_of_tokens", "time_to_first_token",
                              "secret_store", "AWS_ACCESS_KEY_ID", "pass_count", "seed_token"});
}

TEST(Names, MeanCredentialsHoweverTheirWordsAreJoined) {
  expectKind(NameKind::Strong, {"PASS_WORD", "pass-phrase", "PassCode", "USERPW", "dbpw", "ROOT_PW", "API_KEYS",
                                "apikeys", "Kennwort", "DB_PASSWORT", "PASSKEY_2", "PASS_KEY"});
  expectKind(NameKind::Secret, {"SECRETS", "DB_SECRET", "secretKey"});
  expectKind(NameKind::Weak, {"passwords", "DB_PASSWORDS", "DB_PASS", "sshpass", "GITHUB_TOKENS"});
  expectKind(NameKind::PrivateKey, {"SSH_KEY", "private_key", "TLS_KEY", "sshKey", "PRIVATE_KEYS"});
  expectKind(NameKind::Credentials, {"DB_CREDENTIALS", "creds", "UserCred"});
  expectKind(NameKind::Connection, {"CONNECTION_STRING", "ConnStr", "SENTRY_DSN", "connectionstring"});
  expectKind(NameKind::None, {"decode_token", "encodeToken", "passing", "compass", "pwm", "raw", "spawn", "keys",
                              "passenger", "tokens", "secretary", "authors", "satellite", "pattern", "credible"});
}

void expectCredential(bool expected, const char* name, std::initializer_list<const char*> values,
                      Where place = Where::Variable) {
  for (const char* value : values)
    EXPECT_EQ(isCredential(judgeName(name), value, place), expected) << name << ": " << value;
}

TEST(Values, ThatOnlyLookLikeReferences) {
  expectCredential(
      true, "PASSWORD",
      {"$ecretpw1", "$ecret", "pa{ss}word1", "@x", "@hunter2", "p%40ss", "100%sure", "`hunter2`", "hunter2{", "a}b{c",
       "pa$$w0rd", "hunter2$(X)", "${X}hunter2", "pa$word", "%hunter2%", "#hunter2", "#{hunter2", "{hunter2"});
  expectCredential(false, "PASSWORD",
                   {"$(PASSWORD)", "${PASSWORD}", "${{ secrets.PASSWORD }}", "{{ .Values.password }}", "{password}",
                    "$[variables.password]", "$PASSWORD", "%PASSWORD%", "#{PASSWORD}#", "%(password)s", "%s",
                    "$(A)$(B)", "$(A)-$(B)", "prefix-$(A)", "{{a}}:{{b}}", " $(PASSWORD)\n",
                    "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/x)"});
}

TEST(Values, ThatOnlyLookLikePlaceholders) {
  expectCredential(true, "PASSWORD",
                   {"insertcoin9", "placeholder1", "replaceable1", "inserted", "yourself1", "<hunter2>", "xx1xx",
                    "here4you", "unset1", "changeme", "changeit", "todo2024"});
  expectCredential(false, "PASSWORD",
                   {"<password>", "<your password>", "[password]", "your-password", "YOUR_PASSWORD_HERE", "xxxx",
                    "****", "insert-your-password", "password-goes-here", "replace_me", "placeholder", "todo", "none",
                    "unset", "sk-no-key-required", "token-placeholder", "…", "abc..."});
}

TEST(Values, ThatOnlyLookLikePlaces) {
  expectCredential(true, "PASSWORD",
                   {"http://hunter2", "https://swordfish", "vault:x", "abc.key", "arn:x", "hunter2.txt", "hunter2://",
                    "/hunter2", "swordfish.json", "correct/horse", "vault://hunter2", "a b://c"});
  expectCredential(
      false, "PASSWORD",
      {"https://vault.example.org/v1/db", "http://vault:8200", "http://localhost", "vault:secret/data/db#password",
       "vault://db", "secret://db/password", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
       "projects/p/secrets/db/versions/latest", "/run/secrets/db", "./db.txt", "~/.pgpass", "password.txt",
       "secrets/db.txt", "/token", "C:\\secrets\\db", "../secrets"});
  expectCredential(false, "TLS_KEY", {"abc.key", "server.pem"});
  expectCredential(false, "GOOGLE_APPLICATION_CREDENTIALS", {"abc.json"});
}

TEST(Values, ThatNameObjects) {
  expectCredential(false, "DB_SECRET",
                   {"my-db-secret", "db-credentials", "prod/db-secret", "vault", "1", "mlpipeline-minio-artifact"});
  expectCredential(false, "TOKEN", {"mlflow-token", "hub_token", "1234", "true"});
  expectCredential(false, "REDIS_AUTH", {"basic", "oauth2", "none"});
  expectCredential(true, "DB_SECRET", {"swordfish", "hunter2", "correct-horse", "123456"});
  expectCredential(true, "TOKEN", {"hunter2", "swordfish", "token123"});
  expectCredential(true, "DB_PASSWORD", {"123456", "db-password", "password", "1234"});
  for (const char* name :
       {"PULL_SECRET", "IMAGE_PULL_SECRETS", "TLS_SECRET", "DB_PASSWORD_SECRET", "HF_TOKEN_SECRET"}) {
    expectCredential(false, name, {"regcred", "acr-pull", "postgres"});
    expectCredential(true, name, {"hunter2", "tr0ub4dor"});
  }
  expectCredential(false, "SSH_KEY", {"id_ed25519"});
  expectCredential(false, "SIGNING_KEY", {"cosign.key"});
  expectCredential(true, "SIGNING_KEY", {"swordfish"});
  expectCredential(true, "PRIVATE_KEY", {"swordfish", "hunter2"});
  expectCredential(true, "DB_PASS", {"correct-horse-battery-staple"});
  expectCredential(false, "SSH_KEY", {"generated-key", "id_rsa"});
  expectCredential(false, "password", {"SECRET_VAR", "PASSWORD_VAR_2", "PASSWORD_VAR1", "^4.0.23", ">=1.2"},
                   Where::Code);
  expectCredential(false, "secretKey", {"password2", "token", "db-password1"}, Where::Code);
  expectCredential(false, "id-token", {"write", "read", "none"}, Where::Code);
  expectCredential(true, "password", {"password1", "P4SSW0RD"}, Where::Code);
  expectCredential(false, "PASSWORD_ACME", {"strict", "bcrypt", "acme-password", "60"});
  expectCredential(true, "PASSWORD_ACME", {"hunter2x", "tr0ub4dor"});
}

TEST(Values, ThatNameTheSecretOfACluster) {
  for (const char* name : {"imagePullSecret", "PULL_SECRET", "tlsSecret", "EXISTING_SECRET", "auth.existingSecret",
                           "nginx.ingress.kubernetes.io/auth-secret", "haproxy.org/auth-secret",
                           "vault.hashicorp.com/agent-inject-secret-db"}) {
    for (const Where place : {Where::Variable, Where::Field}) {
      expectCredential(false, name,
                       {"db-creds1", "prod-db2", "ns/web-users", "web-users12", "secret/data/app1", "monitoring",
                        "my-release-postgresql"},
                       place);
      expectCredential(true, name, {"hunter2", "Tr0ub4dor3xyz", "Prod-Hunter2", "tr0ub-4dor3", "db-creds1234"}, place);
    }
  }
  expectCredential(true, "AUTH_SECRET", {"swordfish", "monitoring", "hunter2"});
  expectCredential(true, "example.org/client-secret", {"swordfish", "db-creds1"});
  for (const char* name : {"PASSWORD_SECRET_KEY", "TOKEN_SECRET_KEY", "API_KEY_SECRET_KEY", "passwordSecretKey"}) {
    expectCredential(false, name, {"password", "pw", "api-key", "password2", "api-key1", "apikey"});
    expectCredential(true, name, {"hunter2", "Tr0ub4dor3xyz"});
  }
  expectCredential(true, "AWS_SECRET_KEY", {"swordfish", "hunter2"});
  expectCredential(true, "SESSION_SECRET_KEY", {"swordfish"});
  expectCredential(false, "spark.kubernetes.driver.secretKeyRef.DB_PASSWORD", {"db1:password1"});
}

TEST(Values, ThatAreFolders) {
  expectCredential(false, "PWD", {"/workspace1", "/workspace1/a", "~/a1", "/"});
  expectCredential(false, "OLDPWD", {"/workspace1"});
  expectCredential(true, "PWD", {"hunter2", "swordfish"});
  expectCredential(true, "DB_PWD", {"/workspace1"});
}

TEST(Values, WithNumbersInTheirNames) {
  expectCredential(false, "codec_token", {"utf8-2003", "sha256", "base64-v2", "text-v2", "int64"}, Where::Code);
  expectCredential(true, "codec_token", {"hunter2", "utf8hunter2", "9f86d081"}, Where::Code);
}

}  // namespace
}  // namespace mlpc::credentials
