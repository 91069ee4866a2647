#pragma once

#include <string>
#include <utility>
#include <vector>

#include "mlpc/ir/program.h"

// Short forms for programs that tests write by hand. Every value gets its own place, so that reports can be told apart.
namespace mlpc::test {

inline source::Span nextSpan() {
  static uint32_t offset = 0;
  offset += 2;
  return {source::FileId(0), offset, offset + 1};
}

inline ir::Value value(support::Constant constant) { return ir::Value::of(std::move(constant), nextSpan()); }
inline ir::Value value(const char* text) { return value(support::Constant(text)); }
inline ir::Value quantity(const char* text) { return value(support::Constant(*support::Quantity::parse(text))); }
inline ir::Value seconds(int64_t count) { return value(support::Constant(support::Duration::seconds(count))); }

using Entry = std::pair<std::string, ir::Value>;

inline ir::RecordValue fields(std::vector<Entry> entries) {
  ir::RecordValue out;
  for (Entry& entry : entries) out.fields.push_back({std::move(entry.first), nextSpan(), std::move(entry.second)});
  return out;
}
inline ir::Value record(std::vector<Entry> entries) { return {fields(std::move(entries)), nextSpan()}; }
inline ir::Value list(std::vector<ir::Value> items) { return {ir::ListValue{std::move(items)}, nextSpan()}; }
inline ir::Value reference(ir::ResourceId id, std::string attribute = {}) {
  return {ir::ResourceRef{id, std::move(attribute)}, nextSpan()};
}
inline ir::Value key(ir::SecretId id, std::string name) { return {ir::SecretRef{id, std::move(name)}, nextSpan()}; }
inline ir::Value input(std::string name) { return {ir::InputRef{std::move(name)}, nextSpan()}; }
inline ir::Value text(std::vector<ir::Value> parts) { return {ir::Interpolation{std::move(parts)}, nextSpan()}; }

inline ir::ResourceId addResource(ir::Program& program, vocabulary::Kind kind, std::string name,
                                  std::vector<Entry> entries, bool existing = false) {
  ir::Resource resource;
  resource.name = name;
  resource.kind = kind;
  resource.resourceName = std::move(name);
  resource.existing = existing;
  resource.requested = true;
  resource.fields = fields(std::move(entries));
  resource.origin = nextSpan();
  return program.resources.add(std::move(resource));
}

inline ir::SecretId addSecret(ir::Program& program, std::string name, std::vector<std::string> keys) {
  ir::Secret secret;
  secret.name = name;
  secret.secretName = std::move(name);
  secret.keys = std::move(keys);
  secret.origin = nextSpan();
  return program.secrets.add(std::move(secret));
}

inline ir::TrainJob& addTrainJob(ir::Program& program, std::string name, std::vector<Entry> entries) {
  ir::TrainJob job;
  job.name = name;
  job.jobName = std::move(name);
  job.requested = true;
  job.fields = fields(std::move(entries));
  job.origin = nextSpan();
  return program.trainJobs[program.trainJobs.add(std::move(job))];
}

}  // namespace mlpc::test
