# Third-party packages. Everything is linked statically: a process that loads shared libraries starts several
# milliseconds later.
set(mlpc_saved_suffixes ${CMAKE_FIND_LIBRARY_SUFFIXES})
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)

find_path(ANTLR4_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY antlr4-runtime REQUIRED)
find_program(ANTLR4_TOOL antlr4 REQUIRED)
add_library(mlpc_antlr4 INTERFACE)
target_include_directories(mlpc_antlr4 SYSTEM INTERFACE "${ANTLR4_INCLUDE_DIR}")
target_link_libraries(mlpc_antlr4 INTERFACE "${ANTLR4_LIBRARY}" pthread)

find_path(YAML_CPP_INCLUDE_DIR yaml-cpp/yaml.h REQUIRED)
find_library(YAML_CPP_LIBRARY yaml-cpp REQUIRED)
add_library(mlpc_yaml_cpp INTERFACE)
target_include_directories(mlpc_yaml_cpp SYSTEM INTERFACE "${YAML_CPP_INCLUDE_DIR}")
target_link_libraries(mlpc_yaml_cpp INTERFACE "${YAML_CPP_LIBRARY}")

# Debian ships no static libfmt.
find_path(FMT_INCLUDE_DIR fmt/format.h REQUIRED)
add_library(mlpc_fmt INTERFACE)
target_include_directories(mlpc_fmt SYSTEM INTERFACE "${FMT_INCLUDE_DIR}")
target_compile_definitions(mlpc_fmt INTERFACE FMT_HEADER_ONLY)

find_path(NLOHMANN_JSON_INCLUDE_DIR nlohmann/json.hpp REQUIRED)
add_library(mlpc_json INTERFACE)
target_include_directories(mlpc_json SYSTEM INTERFACE "${NLOHMANN_JSON_INCLUDE_DIR}")

# By name: llvm_map_components_to_libnames would give the shared libLLVM.
find_path(LLVM_INCLUDE_DIR llvm/ADT/StringRef.h PATHS /usr/lib/llvm-14/include /usr/include/llvm-14 REQUIRED)
find_library(LLVM_SUPPORT_LIBRARY LLVMSupport PATHS /usr/lib/llvm-14/lib REQUIRED)
find_library(LLVM_DEMANGLE_LIBRARY LLVMDemangle PATHS /usr/lib/llvm-14/lib REQUIRED)
# What LLVMSupport itself calls: terminals and compression.
find_library(TINFO_LIBRARY tinfo REQUIRED)
find_library(ZLIB_LIBRARY z REQUIRED)
add_library(mlpc_llvm INTERFACE)
target_include_directories(mlpc_llvm SYSTEM INTERFACE "${LLVM_INCLUDE_DIR}")
target_link_libraries(mlpc_llvm INTERFACE "${LLVM_SUPPORT_LIBRARY}" "${LLVM_DEMANGLE_LIBRARY}"
                      "${TINFO_LIBRARY}" "${ZLIB_LIBRARY}" pthread dl)
set(CMAKE_FIND_LIBRARY_SUFFIXES ${mlpc_saved_suffixes})
