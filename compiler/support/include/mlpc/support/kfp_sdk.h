#pragma once

#include <string_view>

/// What the KFP SDK writes around a component's code (kfp.dsl.component_factory), byte for byte: the back end writes
/// it, the importer reads it. The spacing is the SDK's.
namespace mlpc::support::kfp_sdk {

/// The start of a script that installs packages.
inline constexpr std::string_view kFindPip =
    "\n"
    "if ! [ -x \"$(command -v pip)\" ]; then\n"
    "    python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip\n"
    "fi\n"
    "\n"
    "PIP_DISABLE_PIP_VERSION_CHECK=1 ";
/// Part of that script: creates a virtual environment.
inline constexpr std::string_view kMakeVenv =
    "\n"
    "export PIP_DISABLE_PIP_VERSION_CHECK=1\n"
    "tmp=$(mktemp -d)\n"
    "python3 -m venv \"$tmp/venv\" --system-site-packages\n"
    ". \"$tmp/venv/bin/activate\"\n";
/// Comes before the options and packages.
inline constexpr std::string_view kPipInstall = "python3 -m pip install --quiet --no-warn-script-location ";
/// As 2.0 writes it. 2.0 installs everything with one command, itself last, including its own dependencies.
inline constexpr std::string_view kPipInstall20 = "python3 -m pip install --quiet     --no-warn-script-location ";
/// Added when `kfp==VERSION` is installed.
inline constexpr std::string_view kNoDependencies = "--no-deps";
inline constexpr std::string_view kTypingExtensions = "typing-extensions>=3.7.4,<5; python_version<\"3.9\"";
/// The end of the script: runs whatever comes after it.
inline constexpr std::string_view kThenRun = " && \"$0\" \"$@\"\n";

/// Runs the module given as the next word, with the arguments that follow it.
inline constexpr std::string_view kRunModule =
    "program_path=$(mktemp -d)\n"
    "\n"
    "printf \"%s\" \"$0\" > \"$program_path/ephemeral_component.py\"\n"
    "_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main                         "
    "--component_module_path                         "
    "\"$program_path/ephemeral_component.py\"                         "
    "\"$@\"\n";
/// As 2.0 writes it.
inline constexpr std::string_view kRunModule20 =
    "program_path=$(mktemp -d)\n"
    "printf \"%s\" \"$0\" > \"$program_path/ephemeral_component.py\"\n"
    "python3 -m kfp.components.executor_main                         "
    "--component_module_path                         "
    "\"$program_path/ephemeral_component.py\"                         "
    "\"$@\"\n";
/// The start of the module.
inline constexpr std::string_view kImports =
    "\nimport kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n";

/// Whether a version of the SDK is before 2.`minor`. False if it is not a version.
bool isBefore(std::string_view version, unsigned minor);

/// Whether this is 2.0, which installs everything with one command and has its runtime in another package.
inline bool isFirst(std::string_view version) { return isBefore(version, 1); }
inline std::string_view runModule(std::string_view version) { return isFirst(version) ? kRunModule20 : kRunModule; }
/// What runs the functions that an image contains.
inline std::string_view executorModule(std::string_view version) {
  return isFirst(version) ? "kfp.components.executor_main" : "kfp.dsl.executor_main";
}
/// Up to 2.13 the SDK installed itself before the component's packages; since 2.14 it does so after them.
inline bool installsItselfFirst(std::string_view version) { return isBefore(version, 14); }
/// Up to 2.8 the SDK named each package index as a trusted host right after the index; since 2.9, after all of them.
inline bool trustsEachIndex(std::string_view version) { return isBefore(version, 9); }
/// Since 2.10 the SDK writes resource amounts as strings (`resourceCpuLimit`) next to the numbers.
inline bool writesAmountsAsText(std::string_view version) { return !isBefore(version, 10); }

}  // namespace mlpc::support::kfp_sdk
