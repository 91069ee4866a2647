# Third-party packages. Everything is linked statically: loading shared libraries makes a process start several
# milliseconds later.
set(mlpc_saved_suffixes ${CMAKE_FIND_LIBRARY_SUFFIXES})
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)

# mlpc_package(NAME HEADERS regex [INCLUDE_DIR folder] [LIBRARIES library...] [DEFINITIONS macro...])
#
# The target mlpc_NAME. HEADERS determines which includes belong to it; a target that does not name it cannot use them.
function(mlpc_package name)
  cmake_parse_arguments(ARG "" "HEADERS;INCLUDE_DIR" "LIBRARIES;DEFINITIONS" ${ARGN})
  add_library(mlpc_${name} INTERFACE)
  if(ARG_INCLUDE_DIR)
    target_include_directories(mlpc_${name} SYSTEM INTERFACE "${ARG_INCLUDE_DIR}")
  endif()
  target_link_libraries(mlpc_${name} INTERFACE ${ARG_LIBRARIES})
  target_compile_definitions(mlpc_${name} INTERFACE ${ARG_DEFINITIONS})
  set_property(GLOBAL APPEND PROPERTY MLPC_PACKAGE_HEADERS "${name}=${ARG_HEADERS}")
endfunction()

find_path(ANTLR4_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY antlr4-runtime REQUIRED)
find_program(ANTLR4_TOOL antlr4 REQUIRED)
mlpc_package(antlr4 HEADERS "^antlr4-runtime" INCLUDE_DIR "${ANTLR4_INCLUDE_DIR}" LIBRARIES "${ANTLR4_LIBRARY}" pthread)

find_path(YAML_CPP_INCLUDE_DIR yaml-cpp/yaml.h REQUIRED)
find_library(YAML_CPP_LIBRARY yaml-cpp REQUIRED)
mlpc_package(yaml_cpp HEADERS "^yaml-cpp/" INCLUDE_DIR "${YAML_CPP_INCLUDE_DIR}" LIBRARIES "${YAML_CPP_LIBRARY}")

find_path(LIBYAML_INCLUDE_DIR yaml.h REQUIRED)
find_library(LIBYAML_LIBRARY yaml REQUIRED)
mlpc_package(libyaml HEADERS "^yaml[.]h$" INCLUDE_DIR "${LIBYAML_INCLUDE_DIR}" LIBRARIES "${LIBYAML_LIBRARY}")

# Debian has no static libfmt.
find_path(FMT_INCLUDE_DIR fmt/format.h REQUIRED)
mlpc_package(fmt HEADERS "^fmt/" INCLUDE_DIR "${FMT_INCLUDE_DIR}" DEFINITIONS FMT_HEADER_ONLY)

find_path(NLOHMANN_JSON_INCLUDE_DIR nlohmann/json.hpp REQUIRED)
mlpc_package(json HEADERS "^nlohmann/" INCLUDE_DIR "${NLOHMANN_JSON_INCLUDE_DIR}")

# By name: llvm_map_components_to_libnames would give the shared libLLVM.
find_path(LLVM_INCLUDE_DIR llvm/ADT/StringRef.h PATHS /usr/lib/llvm-14/include /usr/include/llvm-14 REQUIRED)
find_library(LLVM_SUPPORT_LIBRARY LLVMSupport PATHS /usr/lib/llvm-14/lib REQUIRED)
find_library(LLVM_DEMANGLE_LIBRARY LLVMDemangle PATHS /usr/lib/llvm-14/lib REQUIRED)
# What LLVMSupport itself uses: terminals and compression.
find_library(TINFO_LIBRARY tinfo REQUIRED)
find_library(ZLIB_LIBRARY z REQUIRED)
mlpc_package(llvm HEADERS "^llvm/" INCLUDE_DIR "${LLVM_INCLUDE_DIR}"
             LIBRARIES "${LLVM_SUPPORT_LIBRARY}" "${LLVM_DEMANGLE_LIBRARY}" "${TINFO_LIBRARY}" "${ZLIB_LIBRARY}" pthread dl)

# Only tar and gzip are used, which need zlib. The library's table of formats refers to all the others, with the
# compressors and hashes that they need; the linker accepts that these are missing only if it drops the table.
find_path(ARCHIVE_INCLUDE_DIR archive.h REQUIRED)
find_library(ARCHIVE_LIBRARY archive REQUIRED)
mlpc_package(archive HEADERS "^archive(_entry)?[.]h$" INCLUDE_DIR "${ARCHIVE_INCLUDE_DIR}"
             LIBRARIES "${ARCHIVE_LIBRARY}" "${ZLIB_LIBRARY}" -Wl,--gc-sections)

find_path(CLI11_INCLUDE_DIR CLI/App.hpp REQUIRED)
mlpc_package(cli11 HEADERS "^CLI/" INCLUDE_DIR "${CLI11_INCLUDE_DIR}")

find_path(RE2_INCLUDE_DIR re2/re2.h REQUIRED)
find_library(RE2_LIBRARY re2 REQUIRED)
mlpc_package(re2 HEADERS "^re2/" INCLUDE_DIR "${RE2_INCLUDE_DIR}" LIBRARIES "${RE2_LIBRARY}" pthread)
set(CMAKE_FIND_LIBRARY_SUFFIXES ${mlpc_saved_suffixes})
