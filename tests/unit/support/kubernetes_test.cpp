#include "mlpc/support/kubernetes.h"

#include <gtest/gtest.h>

#include "mlpc/support/image.h"

namespace mlpc::support {
namespace {

TEST(Kubernetes, Names) {
  EXPECT_TRUE(isDnsLabel("team-a"));
  EXPECT_TRUE(isDnsLabel("0"));
  EXPECT_TRUE(isDnsLabel(std::string(63, 'a')));
  for (const char* wrong : {"", "-a", "a-", "A", "a_b", "a.b"}) EXPECT_FALSE(isDnsLabel(wrong)) << wrong;
  EXPECT_FALSE(isDnsLabel(std::string(64, 'a')));
  EXPECT_FALSE(isDns1035Label("0a"));
  EXPECT_FALSE(isDns1035Label(""));
  EXPECT_TRUE(isDnsSubdomain("torchtune-llama3.2-1b"));
  for (const char* wrong : {"", "a..b", ".a", "a.", "a.-b"}) EXPECT_FALSE(isDnsSubdomain(wrong)) << wrong;
  EXPECT_FALSE(isDnsSubdomain(std::string(254, 'a')));
}

TEST(Kubernetes, LabelsAndKeys) {
  EXPECT_TRUE(isQualifiedName("kueue.x-k8s.io/queue-name"));
  EXPECT_TRUE(isQualifiedName("Pool_1.x"));
  for (const char* wrong : {"", "a/b/c", "/a", "a/", "A.b/c", "-a"}) EXPECT_FALSE(isQualifiedName(wrong)) << wrong;
  EXPECT_TRUE(isLabelValue(""));
  EXPECT_FALSE(isLabelValue("a b"));
  EXPECT_TRUE(isEnvironmentName("A.b-c_1"));
  for (const char* wrong : {"", "1A", "..", "..a", "A=B", "A B"}) EXPECT_FALSE(isEnvironmentName(wrong)) << wrong;
  EXPECT_TRUE(isConfigKey("1.txt"));
  EXPECT_FALSE(isConfigKey("a/b"));
  EXPECT_TRUE(isDomainPrefixedPath("example.org/team-a"));
  for (const char* wrong : {"example.org", "example.org/", "/a", "Example.org/a", "example.org/a b"}) {
    EXPECT_FALSE(isDomainPrefixedPath(wrong)) << wrong;
  }
}

TEST(Kubernetes, PodFields) {
  for (const char* good :
       {"metadata.name", "status.podIP", "metadata.labels['app']", "metadata.annotations['a.b/c']"}) {
    EXPECT_TRUE(isPodField(good)) << good;
  }
  for (const char* wrong :
       {"", "metadata", "metadata.labels", "metadata.labels['']", "metadata.labels[app]", "spec.node"}) {
    EXPECT_FALSE(isPodField(wrong)) << wrong;
  }
}

TEST(Kubernetes, Images) {
  for (const char* good : {"python", "python:3.12-slim", "localhost:5000/a/b", "Registry.example.org/a__b/c-d.e:_1",
                           "a@sha256:0123456789abcdef0123456789abcdef"}) {
    EXPECT_TRUE(isImageReference(good)) << good;
  }
  for (const char* wrong : {"", "python:", ":3", "Python", "a b", "example.org/Team/a", "a//b", "a/", "a@sha256:12"}) {
    EXPECT_FALSE(isImageReference(wrong)) << wrong;
  }
}

TEST(Kubernetes, ExpansionOfKnownVariables) {
  const std::vector<std::string> names = {"HOME"};
  for (const auto& [text, escaped] : std::vector<std::pair<std::string, std::string>>{
           {"$x ${x} 5$", "$x ${x} 5$"},
           {"$(date) $(HOME)", "$(date) $$(HOME)"},
           {"$$", "$$$$"},
           {"$$$", "$$$$$"},
           {"$$(HOME)", "$$$$(HOME)"},
           {"$(HOME", "$(HOME"},
       }) {
    EXPECT_EQ(escapeKubernetesExpansion(text, names), escaped);
    EXPECT_EQ(unescapeKubernetesExpansion(escaped, names), text);
  }
  // Kubernetes writes the variable's value here; a `$` there.
  EXPECT_EQ(unescapeKubernetesExpansion("$(HOME)", names), "$(HOME)");
  EXPECT_EQ(unescapeKubernetesExpansion("a$$b", names), "a$$b");
}

TEST(Kubernetes, Expansion) {
  EXPECT_EQ(escapeKubernetesExpansion("$x ${x} 5$"), "$x ${x} 5$");
  EXPECT_EQ(escapeKubernetesExpansion("$(date)"), "$$(date)");
  EXPECT_EQ(escapeKubernetesExpansion("$$x"), "$$$x");
  EXPECT_EQ(escapeKubernetesExpansion("$$(x)"), "$$$$(x)");
  EXPECT_EQ(escapeKubernetesExpansion("$$"), "$$$");
}

}  // namespace
}  // namespace mlpc::support
