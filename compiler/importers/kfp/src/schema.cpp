#include "schema.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "mlpc/diag/import.h"

namespace mlpc::importers::kfp {
namespace {

struct Shape;

struct Field {
  std::string_view name;
  const Shape* shape;
  bool required = false;
};

struct Shape {
  enum class Kind : uint8_t { Any, Text, Flag, Number, Whole, List, Map, Message };
  Kind kind = Kind::Any;
  const Shape* of = nullptr;
  std::span<const Field> fields;
};

constexpr Shape kAny{Shape::Kind::Any};
constexpr Shape kText{Shape::Kind::Text};
constexpr Shape kFlag{Shape::Kind::Flag};
constexpr Shape kNumber{Shape::Kind::Number};
/// int64 of protobuf: a number, or a string that contains one.
constexpr Shape kWhole{Shape::Kind::Whole};
constexpr Shape kTexts{Shape::Kind::List, &kText};
constexpr Shape kTextMap{Shape::Kind::Map, &kText};
constexpr Shape kStruct{Shape::Kind::Map, &kAny};

constexpr Shape message(std::span<const Field> fields) { return {Shape::Kind::Message, nullptr, fields}; }

// ---- values and where they come from

constexpr Field kTaskOutputParameterFields[] = {{"outputParameterKey", &kText, true}, {"producerTask", &kText, true}};
constexpr Shape kTaskOutputParameter = message(kTaskOutputParameterFields);
constexpr Field kTaskOutputArtifactFields[] = {{"outputArtifactKey", &kText, true}, {"producerTask", &kText, true}};
constexpr Shape kTaskOutputArtifact = message(kTaskOutputArtifactFields);
constexpr Field kRuntimeValueFields[] = {{"constant", &kAny, true}};
constexpr Shape kRuntimeValue = message(kRuntimeValueFields);
constexpr Field kFinalStatusFields[] = {{"producerTask", &kText, true}};
constexpr Shape kFinalStatus = message(kFinalStatusFields);
constexpr Field kParameterFields[] = {{"componentInputParameter", &kText},
                                      {"parameterExpressionSelector", &kText},
                                      {"runtimeValue", &kRuntimeValue},
                                      {"taskFinalStatus", &kFinalStatus},
                                      {"taskOutputParameter", &kTaskOutputParameter}};
constexpr Shape kParameter = message(kParameterFields);
constexpr Shape kParameters{Shape::Kind::Map, &kParameter};
constexpr Field kArtifactFields[] = {{"componentInputArtifact", &kText}, {"taskOutputArtifact", &kTaskOutputArtifact}};
constexpr Shape kArtifact = message(kArtifactFields);
constexpr Shape kArtifacts{Shape::Kind::Map, &kArtifact};
constexpr Field kTaskInputsFields[] = {{"artifacts", &kArtifacts}, {"parameters", &kParameters}};
constexpr Shape kTaskInputs = message(kTaskInputsFields);

// ---- tasks

constexpr Field kNamedFields[] = {{"name", &kText, true}};
constexpr Shape kNamed = message(kNamedFields);
constexpr Field kCachingFields[] = {{"cacheKey", &kText}, {"enableCache", &kFlag}};
constexpr Shape kCaching = message(kCachingFields);
constexpr Field kTriggerFields[] = {{"condition", &kText}, {"strategy", &kText}};
constexpr Shape kTrigger = message(kTriggerFields);
constexpr Field kArtifactItemsFields[] = {{"inputArtifact", &kText}};
constexpr Shape kArtifactItems = message(kArtifactItemsFields);
constexpr Field kArtifactIteratorFields[] = {{"itemInput", &kText, true}, {"items", &kArtifactItems, true}};
constexpr Shape kArtifactIterator = message(kArtifactIteratorFields);
constexpr Field kParameterItemsFields[] = {{"inputParameter", &kText}, {"raw", &kText}};
constexpr Shape kParameterItems = message(kParameterItemsFields);
constexpr Field kParameterIteratorFields[] = {{"itemInput", &kText, true}, {"items", &kParameterItems, true}};
constexpr Shape kParameterIterator = message(kParameterIteratorFields);
constexpr Field kRetryFields[] = {{"backoffDuration", &kText},
                                  {"backoffFactor", &kNumber},
                                  {"backoffMaxDuration", &kText},
                                  {"maxRetryCount", &kWhole}};
constexpr Shape kRetry = message(kRetryFields);
constexpr Field kIteratorPolicyFields[] = {{"parallelismLimit", &kWhole}};
constexpr Shape kIteratorPolicy = message(kIteratorPolicyFields);
constexpr Field kTaskFields[] = {{"artifactIterator", &kArtifactIterator},
                                 {"cachingOptions", &kCaching},
                                 {"componentRef", &kNamed, true},
                                 {"dependentTasks", &kTexts},
                                 {"inputs", &kTaskInputs},
                                 {"iteratorPolicy", &kIteratorPolicy},
                                 {"parameterIterator", &kParameterIterator},
                                 {"retryPolicy", &kRetry},
                                 {"taskInfo", &kNamed},
                                 {"triggerPolicy", &kTrigger}};
constexpr Shape kTask = message(kTaskFields);
constexpr Shape kTasks{Shape::Kind::Map, &kTask};

// ---- outputs of graphs

constexpr Field kParameterSelectorFields[] = {{"outputParameterKey", &kText, true}, {"producerSubtask", &kText, true}};
constexpr Shape kParameterSelector = message(kParameterSelectorFields);
constexpr Shape kParameterSelectors{Shape::Kind::List, &kParameterSelector};
constexpr Field kOneofFields[] = {{"parameterSelectors", &kParameterSelectors, true}};
constexpr Shape kOneof = message(kOneofFields);
constexpr Field kDagParameterFields[] = {{"valueFromOneof", &kOneof}, {"valueFromParameter", &kParameterSelector}};
constexpr Shape kDagParameter = message(kDagParameterFields);
constexpr Shape kDagParameters{Shape::Kind::Map, &kDagParameter};
constexpr Field kArtifactSelectorFields[] = {{"outputArtifactKey", &kText, true}, {"producerSubtask", &kText, true}};
constexpr Shape kArtifactSelector = message(kArtifactSelectorFields);
constexpr Shape kArtifactSelectors{Shape::Kind::List, &kArtifactSelector};
constexpr Field kDagArtifactFields[] = {{"artifactSelectors", &kArtifactSelectors, true}};
constexpr Shape kDagArtifact = message(kDagArtifactFields);
constexpr Shape kDagArtifacts{Shape::Kind::Map, &kDagArtifact};
constexpr Field kDagOutputsFields[] = {{"artifacts", &kDagArtifacts}, {"parameters", &kDagParameters}};
constexpr Shape kDagOutputs = message(kDagOutputsFields);
constexpr Field kDagFields[] = {{"outputs", &kDagOutputs}, {"tasks", &kTasks, true}};
constexpr Shape kDag = message(kDagFields);

// ---- components

constexpr Field kArtifactTypeFields[] = {{"schemaTitle", &kText, true}, {"schemaVersion", &kText, true}};
constexpr Shape kArtifactType = message(kArtifactTypeFields);
constexpr Field kInputParameterFields[] = {
    {"defaultValue", &kAny}, {"description", &kText}, {"isOptional", &kFlag}, {"parameterType", &kText, true}};
constexpr Shape kInputParameter = message(kInputParameterFields);
constexpr Shape kInputParameters{Shape::Kind::Map, &kInputParameter};
constexpr Field kInputArtifactFields[] = {{"artifactType", &kArtifactType, true},
                                          {"description", &kText},
                                          {"isArtifactList", &kFlag},
                                          {"isOptional", &kFlag}};
constexpr Shape kInputArtifact = message(kInputArtifactFields);
constexpr Shape kInputArtifacts{Shape::Kind::Map, &kInputArtifact};
constexpr Field kInputsFields[] = {{"artifacts", &kInputArtifacts}, {"parameters", &kInputParameters}};
constexpr Shape kInputs = message(kInputsFields);
constexpr Field kOutputParameterFields[] = {{"description", &kText}, {"parameterType", &kText, true}};
constexpr Shape kOutputParameter = message(kOutputParameterFields);
constexpr Shape kOutputParameters{Shape::Kind::Map, &kOutputParameter};
constexpr Field kOutputArtifactFields[] = {
    {"artifactType", &kArtifactType, true}, {"description", &kText}, {"isArtifactList", &kFlag}};
constexpr Shape kOutputArtifact = message(kOutputArtifactFields);
constexpr Shape kOutputArtifacts{Shape::Kind::Map, &kOutputArtifact};
constexpr Field kOutputsFields[] = {{"artifacts", &kOutputArtifacts}, {"parameters", &kOutputParameters}};
constexpr Shape kOutputs = message(kOutputsFields);
constexpr Field kPassthroughFields[] = {{"applyToTask", &kFlag}, {"field", &kText, true}};
constexpr Shape kPassthrough = message(kPassthroughFields);
constexpr Shape kPassthroughs{Shape::Kind::List, &kPassthrough};
constexpr Field kComponentFields[] = {{"dag", &kDag},
                                      {"executorLabel", &kText},
                                      {"inputDefinitions", &kInputs},
                                      {"outputDefinitions", &kOutputs},
                                      {"taskConfigPassthroughs", &kPassthroughs}};
constexpr Shape kComponent = message(kComponentFields);
constexpr Shape kComponents{Shape::Kind::Map, &kComponent};

// ---- executors

constexpr Field kVariableFields[] = {{"name", &kText, true}, {"value", &kText}};
constexpr Shape kVariable = message(kVariableFields);
constexpr Shape kVariables{Shape::Kind::List, &kVariable};
constexpr Field kAcceleratorFields[] = {
    {"count", &kWhole}, {"resourceCount", &kText}, {"resourceType", &kText}, {"type", &kText}};
constexpr Shape kAccelerator = message(kAcceleratorFields);
constexpr Field kResourcesFields[] = {
    {"accelerator", &kAccelerator}, {"cpuLimit", &kNumber},          {"cpuRequest", &kNumber},
    {"memoryLimit", &kNumber},      {"memoryRequest", &kNumber},     {"resourceCpuLimit", &kText},
    {"resourceCpuRequest", &kText}, {"resourceMemoryLimit", &kText}, {"resourceMemoryRequest", &kText}};
constexpr Shape kResources = message(kResourcesFields);
constexpr Field kContainerFields[] = {
    {"args", &kTexts}, {"command", &kTexts}, {"env", &kVariables}, {"image", &kText, true}, {"resources", &kResources}};
constexpr Shape kContainer = message(kContainerFields);
constexpr Field kUriFields[] = {{"constant", &kText}, {"runtimeParameter", &kText}};
constexpr Shape kUri = message(kUriFields);
constexpr Field kImporterFields[] = {{"artifactUri", &kUri, true},
                                     {"downloadToWorkspace", &kFlag},
                                     {"metadata", &kStruct},
                                     {"reimport", &kFlag},
                                     {"typeSchema", &kArtifactType, true}};
constexpr Shape kImporter = message(kImporterFields);
constexpr Field kExecutorFields[] = {{"container", &kContainer}, {"importer", &kImporter}};
constexpr Shape kExecutor = message(kExecutorFields);
constexpr Shape kExecutors{Shape::Kind::Map, &kExecutor};
constexpr Field kDeploymentFields[] = {{"executors", &kExecutors}};
constexpr Shape kDeployment = message(kDeploymentFields);

// ---- the pipeline

constexpr Field kInfoFields[] = {{"description", &kText}, {"displayName", &kText}, {"name", &kText, true}};
constexpr Shape kInfo = message(kInfoFields);
constexpr Field kSpecFields[] = {
    {"components", &kComponents},   {"defaultPipelineRoot", &kText}, {"deploymentSpec", &kDeployment, true},
    {"pipelineInfo", &kInfo, true}, {"root", &kComponent, true},     {"schemaVersion", &kText, true},
    {"sdkVersion", &kText}};
constexpr Shape kSpec = message(kSpecFields);

// ---- the settings for Kubernetes

constexpr Field kSecretPairFields[] = {{"envVar", &kText, true}, {"secretKey", &kText, true}};
constexpr Shape kSecretPair = message(kSecretPairFields);
constexpr Shape kSecretPairs{Shape::Kind::List, &kSecretPair};
constexpr Field kSecretEnvFields[] = {
    {"keyToEnv", &kSecretPairs}, {"optional", &kFlag}, {"secretName", &kText}, {"secretNameParameter", &kParameter}};
constexpr Shape kSecretEnv = message(kSecretEnvFields);
constexpr Shape kSecretEnvs{Shape::Kind::List, &kSecretEnv};
constexpr Field kSecretVolumeFields[] = {
    {"mountPath", &kText, true}, {"optional", &kFlag}, {"secretName", &kText}, {"secretNameParameter", &kParameter}};
constexpr Shape kSecretVolume = message(kSecretVolumeFields);
constexpr Shape kSecretVolumes{Shape::Kind::List, &kSecretVolume};
constexpr Field kConfigPairFields[] = {{"configMapKey", &kText, true}, {"envVar", &kText, true}};
constexpr Shape kConfigPair = message(kConfigPairFields);
constexpr Shape kConfigPairs{Shape::Kind::List, &kConfigPair};
constexpr Field kConfigEnvFields[] = {{"configMapName", &kText},
                                      {"configMapNameParameter", &kParameter},
                                      {"keyToEnv", &kConfigPairs},
                                      {"optional", &kFlag}};
constexpr Shape kConfigEnv = message(kConfigEnvFields);
constexpr Shape kConfigEnvs{Shape::Kind::List, &kConfigEnv};
constexpr Field kConfigVolumeFields[] = {{"configMapName", &kText},
                                         {"configMapNameParameter", &kParameter},
                                         {"mountPath", &kText, true},
                                         {"optional", &kFlag}};
constexpr Shape kConfigVolume = message(kConfigVolumeFields);
constexpr Shape kConfigVolumes{Shape::Kind::List, &kConfigVolume};
constexpr Field kClaimFields[] = {
    {"componentInputParameter", &kText}, {"constant", &kText}, {"mountPath", &kText, true},
    {"pvcNameParameter", &kParameter},   {"subPath", &kText},  {"taskOutputParameter", &kTaskOutputParameter}};
constexpr Shape kClaim = message(kClaimFields);
constexpr Shape kClaims{Shape::Kind::List, &kClaim};
constexpr Field kFieldPathFields[] = {{"fieldPath", &kText, true}, {"name", &kText, true}};
constexpr Shape kFieldPath = message(kFieldPathFields);
constexpr Shape kFieldPaths{Shape::Kind::List, &kFieldPath};
constexpr Field kPullSecretFields[] = {{"secretName", &kText}, {"secretNameParameter", &kParameter}};
constexpr Shape kPullSecret = message(kPullSecretFields);
constexpr Shape kPullSecrets{Shape::Kind::List, &kPullSecret};
constexpr Field kSelectorFields[] = {{"labels", &kTextMap}, {"nodeSelectorJson", &kParameter}};
constexpr Shape kSelector = message(kSelectorFields);
constexpr Field kTolerationFields[] = {{"effect", &kText},
                                       {"key", &kText},
                                       {"operator", &kText},
                                       {"tolerationJson", &kParameter},
                                       {"tolerationSeconds", &kWhole},
                                       {"value", &kText}};
constexpr Shape kToleration = message(kTolerationFields);
constexpr Shape kTolerations{Shape::Kind::List, &kToleration};
constexpr Field kMatchFields[] = {{"key", &kText, true}, {"operator", &kText}, {"values", &kTexts}};
constexpr Shape kMatch = message(kMatchFields);
constexpr Shape kMatches{Shape::Kind::List, &kMatch};
constexpr Field kAffinityFields[] = {{"matchExpressions", &kMatches},
                                     {"matchFields", &kMatches},
                                     {"nodeAffinityJson", &kParameter},
                                     {"weight", &kNumber}};
constexpr Shape kAffinity = message(kAffinityFields);
constexpr Shape kAffinities{Shape::Kind::List, &kAffinity};
constexpr Field kMetadataFields[] = {{"annotations", &kTextMap}, {"labels", &kTextMap}};
constexpr Shape kMetadata = message(kMetadataFields);
constexpr Field kEphemeralFields[] = {
    {"accessModes", &kTexts}, {"defaultStorageClass", &kFlag}, {"metadata", &kMetadata}, {"mountPath", &kText, true},
    {"size", &kText, true},   {"storageClassName", &kText},    {"volumeName", &kText}};
constexpr Shape kEphemeral = message(kEphemeralFields);
constexpr Shape kEphemerals{Shape::Kind::List, &kEphemeral};
constexpr Field kEmptyDirFields[] = {
    {"medium", &kText}, {"mountPath", &kText, true}, {"sizeLimit", &kText}, {"volumeName", &kText}};
constexpr Shape kEmptyDir = message(kEmptyDirFields);
constexpr Shape kEmptyDirs{Shape::Kind::List, &kEmptyDir};
constexpr Field kSecurityFields[] = {{"runAsGroup", &kWhole}, {"runAsNonRoot", &kFlag}, {"runAsUser", &kWhole}};
constexpr Shape kSecurity = message(kSecurityFields);
constexpr Field kMountFields[] = {{"mountPath", &kText, true}, {"volumeName", &kText, true}};
constexpr Shape kMount = message(kMountFields);
constexpr Shape kMounts{Shape::Kind::List, &kMount};
constexpr Field kAmountsFields[] = {{"limits", &kTextMap}, {"requests", &kTextMap}};
constexpr Shape kAmounts = message(kAmountsFields);
constexpr Field kInitContainerFields[] = {
    {"args", &kTexts},      {"command", &kTexts},     {"env", &kVariables},      {"image", &kText, true},
    {"name", &kText, true}, {"resources", &kAmounts}, {"restartPolicy", &kText}, {"volumeMounts", &kMounts}};
constexpr Shape kInitContainer = message(kInitContainerFields);
constexpr Shape kInitContainers{Shape::Kind::List, &kInitContainer};
constexpr Field kPodFields[] = {{"activeDeadlineSeconds", &kWhole},
                                {"configMapAsEnv", &kConfigEnvs},
                                {"configMapAsVolume", &kConfigVolumes},
                                {"emptyDirMounts", &kEmptyDirs},
                                {"fieldPathAsEnv", &kFieldPaths},
                                {"genericEphemeralVolume", &kEphemerals},
                                {"imagePullPolicy", &kText},
                                {"imagePullSecret", &kPullSecrets},
                                {"initContainers", &kInitContainers},
                                {"nodeAffinity", &kAffinities},
                                {"nodeSelector", &kSelector},
                                {"podMetadata", &kMetadata},
                                {"pvcMount", &kClaims},
                                {"secretAsEnv", &kSecretEnvs},
                                {"secretAsVolume", &kSecretVolumes},
                                {"securityContext", &kSecurity},
                                {"tolerations", &kTolerations}};
constexpr Shape kPod = message(kPodFields);
constexpr Shape kPods{Shape::Kind::Map, &kPod};
constexpr Field kPodDeploymentFields[] = {{"executors", &kPods}};
constexpr Shape kPodDeployment = message(kPodDeploymentFields);
constexpr Field kPatchFields[] = {{"accessModes", &kTexts}, {"storageClassName", &kText}};
constexpr Shape kPatch = message(kPatchFields);
constexpr Field kWorkspaceKubernetesFields[] = {{"pvcSpecPatch", &kPatch}};
constexpr Shape kWorkspaceKubernetes = message(kWorkspaceKubernetesFields);
constexpr Field kWorkspaceFields[] = {{"kubernetes", &kWorkspaceKubernetes}, {"size", &kText, true}};
constexpr Shape kWorkspace = message(kWorkspaceFields);
constexpr Field kConfigFields[] = {{"activeDeadlineSeconds", &kWhole},
                                   {"resourceTtlOnCompletion", &kWhole},
                                   {"resourceTtlOnFailure", &kWhole},
                                   {"resourceTtlOnSuccess", &kWhole},
                                   {"workspace", &kWorkspace}};
constexpr Shape kConfig = message(kConfigFields);
constexpr Field kKubernetesFields[] = {{"deploymentSpec", &kPodDeployment}, {"pipelineConfig", &kConfig}};
constexpr Shape kKubernetes = message(kKubernetesFields);
constexpr Field kPlatformsFields[] = {{"kubernetes", &kKubernetes}};
constexpr Shape kPlatforms = message(kPlatformsFields);
constexpr Field kPlatformSpecFields[] = {{"platforms", &kPlatforms, true}};
constexpr Shape kPlatformSpec = message(kPlatformSpecFields);

class Checker {
 public:
  explicit Checker(diag::Engine& diags) : diags_(diags) {}

  bool run(Node& document, const Shape& shape) {
    check(document, shape);
    return good_;
  }

 private:
  void wrong(const Node& node, std::string_view wanted) {
    diags_.report(node.span, diag::importWrongType, diag::Phrase(wanted), diag::Phrase(kindName(node)));
    good_ = false;
  }

  static bool isWholeText(const std::string& text) {
    int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc() && read.ptr == end;
  }

  void check(Node& node, const Shape& shape) {
    switch (shape.kind) {
      case Shape::Kind::Any: return;
      case Shape::Kind::Text:
        if (node.isText()) return;
        reportNoString(node, diags_);
        good_ = false;
        return;
      case Shape::Kind::Flag:
        if (node.kind != Node::Kind::Bool) wrong(node, "`true` or `false`");
        return;
      case Shape::Kind::Number:
        if (!node.isNumber()) wrong(node, "a number");
        return;
      case Shape::Kind::Whole: {
        const bool whole =
            node.isNumber() &&
            node.number == static_cast<double>(static_cast<int64_t>(std::clamp(node.number, -9e15, 9e15)));
        if (!whole && !(node.isText() && isWholeText(node.text))) wrong(node, "a whole number");
        return;
      }
      case Shape::Kind::List:
        if (!node.isSequence()) return wrong(node, "a list");
        for (Node& item : node.items) check(item, *shape.of);
        return;
      case Shape::Kind::Map:
        if (!node.isMapping()) return wrong(node, "a mapping");
        for (Node& item : node.items) check(item, *shape.of);
        return;
      case Shape::Kind::Message: return checkMessage(node, shape);
    }
  }

  /// Removes what is left out, so that nothing can come across it later.
  static void keepKnown(Node& node, const Shape& shape) {
    size_t kept = 0;
    for (size_t i = 0; i < node.keys.size(); ++i) {
      const bool known = std::any_of(shape.fields.begin(), shape.fields.end(),
                                     [&](const Field& field) { return field.name == node.keys[i]; });
      if (!known) continue;
      if (kept != i) {
        node.keys[kept] = std::move(node.keys[i]);
        node.keySpans[kept] = node.keySpans[i];
        node.items[kept] = std::move(node.items[i]);
      }
      ++kept;
    }
    node.keys.resize(kept);
    node.keySpans.resize(kept);
    node.items.resize(kept);
    node.places = nullptr;
    node.indexKeys();
  }

  void checkMessage(Node& node, const Shape& shape) {
    if (!node.isMapping()) return wrong(node, "a mapping");
    bool unknown = false;
    for (size_t i = 0; i < node.keys.size(); ++i) {
      const auto field = std::find_if(shape.fields.begin(), shape.fields.end(),
                                      [&](const Field& candidate) { return candidate.name == node.keys[i]; });
      if (field == shape.fields.end()) {
        diags_.report(node.keySpans[i], diag::importUnknownField, node.keys[i]);
        unknown = true;
      } else {
        check(node.items[i], *field->shape);
      }
    }
    if (unknown) keepKnown(node, shape);
    for (const Field& field : shape.fields) {
      if (!field.required || node.find(field.name) != nullptr) continue;
      diags_.report(node.span, diag::importMissing, field.name);
      good_ = false;
    }
  }

  diag::Engine& diags_;
  bool good_ = true;
};

}  // namespace

bool checkPipelineSpec(Node& document, diag::Engine& diags) { return Checker(diags).run(document, kSpec); }
bool checkPlatformSpec(Node& document, diag::Engine& diags) { return Checker(diags).run(document, kPlatformSpec); }

}  // namespace mlpc::importers::kfp
