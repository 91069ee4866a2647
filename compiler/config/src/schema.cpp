#include <nlohmann/json.hpp>

#include "mlpc/config/config.h"
#include "mlpc/diag/registry.h"

namespace mlpc::config {
namespace {

using Json = nlohmann::ordered_json;

Json level() {
  return {{"enum", {"off", "info", "warning", "error"}}, {"description", "The severity of what the rule reports."}};
}

Json typeOf(const rules::OptionDefault& standard) {
  struct Types {
    Json operator()(bool value) const { return {{"type", "boolean"}, {"default", value}}; }
    Json operator()(int64_t value) const { return {{"type", "integer"}, {"default", value}}; }
    Json operator()(std::string_view value) const { return {{"type", "string"}, {"default", value}}; }
    Json operator()(std::span<const std::string_view> values) const {
      Json list = Json::array();
      for (const std::string_view value : values) list.push_back(value);
      return {{"type", "array"}, {"items", {{"type", "string"}}}, {"default", std::move(list)}};
    }
  };
  return std::visit(Types(), standard);
}

Json ofRule(const rules::Rule& rule) {
  Json properties = {{"level", level()}};
  for (const rules::Option& option : rule.options) {
    Json type = typeOf(option.standard);
    type["description"] = option.doc;
    properties[std::string(option.name)] = std::move(type);
  }
  return {{"oneOf",
           {level(), {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}}}}};
}

}  // namespace

std::string schema() {
  Json rules = Json::object();
  for (const rules::Rule* rule : rules::allRules()) rules[std::string(rule->name)] = ofRule(*rule);
  for (const diag::Record& record : diag::allRecords()) {
    const std::string name(record.name);
    if (diag::mayBeAllowed(record) && !rules.contains(name)) rules[name] = level();
  }
  const Json strings = {{"type", "array"}, {"items", {{"type", "string"}}}};
  const auto list = [&](const char* description) {
    Json json = strings;
    json["description"] = description;
    return json;
  };
  const Json whole = {
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"title", "mlpc.yaml"},
      {"description", "The settings of a project for mlpc."},
      {"type", "object"},
      {"additionalProperties", false},
      {"properties",
       {{"exclude", list("Patterns of paths that folders are searched without.")},
        {"lint",
         {{"type", "object"},
          {"additionalProperties", false},
          {"properties",
           {{"select", list("Rules, codes or their beginnings, and categories; only these are reported.")},
            {"ignore", list("Rules, codes or their beginnings, and categories that are not reported.")},
            {"baseline",
             {{"type", "string"}, {"description", "A file with findings that are known, relative to this one."}}},
            {"rules", {{"type", "object"}, {"properties", std::move(rules)}, {"additionalProperties", false}}}}}}}}}};
  return whole.dump(2) + "\n";
}

}  // namespace mlpc::config
