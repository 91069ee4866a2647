// Azure images for a Python version that has reached its end of life.
#include <algorithm>

#include "azure/environments.h"
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

namespace {

constexpr std::string_view kEnded[] = {"-py36", "-py37", "-py38"};

constexpr Option kImageOptions[] = {{"ended", "what names of images hold whose Python has ended", std::span(kEnded)}};

void findOldImages(Context& context) {
  const std::vector<std::string_view> ended = context.words("ended");
  eachEnvironment(context.world.fact<Resources>(), [&](const Environment& environment) {
    const auto& image = environment.image;
    if (!image || !image->starts_with("mcr.microsoft.com/azureml/")) return;
    if (std::any_of(ended.begin(), ended.end(),
                    [&](std::string_view p) { return image->find(p) != std::string::npos; }))
      context.report(environment.file->span(environment.imageExpr), diag::oldInferenceImage, *image);
  });
}

}  // namespace

extern constinit const Rule oldInferenceImage{
    .name = "old-inference-image",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::oldInferenceImage.record},
    .options = kImageOptions,
    .program = findOldImages,
};

}  // namespace mlpc::rules::azure
