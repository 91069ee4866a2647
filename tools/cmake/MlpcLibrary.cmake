# mlpc_library(NAME [PUBLIC_DEPS lib...] [DEPS lib...] [PACKAGES package...])
#
# A library of the compiler in the calling folder: headers in include/, sources in src/.
#
# PUBLIC_DEPS are the libraries whose headers its own public headers include; DEPS are those that only its sources
# include; PACKAGES are third-party packages of MlpcDependencies.cmake, which public headers never include. The include
# paths of DEPS are not passed on, so a library cannot include what it does not name, with one exception: the headers of
# other libraries' PUBLIC_DEPS are on its path. mlpc_check_includes closes that gap.
function(mlpc_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC_DEPS;DEPS;PACKAGES" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "mlpc_library(${name}): unknown ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  set(target mlpc_${name})
  list(TRANSFORM ARG_PUBLIC_DEPS PREPEND mlpc_)
  list(TRANSFORM ARG_DEPS PREPEND mlpc_)
  list(TRANSFORM ARG_PACKAGES PREPEND mlpc_)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp")
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}/include"
                                       PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src")
  target_link_libraries(${target} PUBLIC ${ARG_PUBLIC_DEPS} PRIVATE ${ARG_DEPS} ${ARG_PACKAGES} mlpc_flags)
  set_target_properties(${target} PROPERTIES UNITY_BUILD_UNIQUE_ID MLPC_UNITY_ID MLPC_PUBLIC_DEPS "${ARG_PUBLIC_DEPS}")
  add_library(mlpc::${name} ALIAS ${target})
endfunction()

# mlpc_check_includes(): every library and program of the project is compiled only after CheckIncludes.cmake has found
# that its files include nothing but what it names. Call it once, after the last target.
function(mlpc_check_includes)
  mlpc_targets_below("${CMAKE_CURRENT_SOURCE_DIR}" targets)
  foreach(target IN LISTS targets)
    mlpc_check_includes_of(${target})
  endforeach()
  # For tests/layering: files of targets that no longer exist may be beside those of current ones.
  list(JOIN targets "\n" names)
  file(WRITE "${CMAKE_BINARY_DIR}/includes/targets.txt" "${names}\n")
endfunction()

# The libraries and programs that are defined in a folder and below it.
function(mlpc_targets_below folder result)
  set(found)
  get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$")
      list(APPEND found ${target})
    endif()
  endforeach()
  get_property(folders DIRECTORY "${folder}" PROPERTY SUBDIRECTORIES)
  foreach(sub IN LISTS folders)
    mlpc_targets_below("${sub}" below)
    list(APPEND found ${below})
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# The target's own sources, the headers beside them and its public headers; generated files are excluded.
function(mlpc_files_of target result)
  get_target_property(sources ${target} SOURCES)
  get_target_property(root ${target} SOURCE_DIR)
  set(files)
  set(folders)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${root}" NORMALIZE)
    cmake_path(IS_PREFIX PROJECT_BINARY_DIR "${source}" NORMALIZE generated)
    if(NOT generated AND source MATCHES "\\.(cpp|h)$")
      list(APPEND files "${source}")
      cmake_path(GET source PARENT_PATH folder)
      list(APPEND folders "${folder}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES folders)
  foreach(folder IN LISTS folders)
    file(GLOB headers CONFIGURE_DEPENDS "${folder}/*.h")
    list(APPEND files ${headers})
  endforeach()
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${root}/include/*.h")
  list(APPEND files ${headers})
  list(REMOVE_DUPLICATES files)
  set(${result} ${files} PARENT_SCOPE)
endfunction()

function(mlpc_check_includes_of target)
  mlpc_files_of(${target} files)
  set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/CheckIncludes.cmake")
  set(rules "${CMAKE_BINARY_DIR}/includes/${target}.cmake")
  set(stamp "${CMAKE_BINARY_DIR}/includes/${target}.stamp")
  get_property(packages GLOBAL PROPERTY MLPC_PACKAGE_HEADERS)
  get_target_property(type ${target} TYPE)
  file(GENERATE OUTPUT "${rules}" CONTENT "set(TARGET ${target})
set(TYPE ${type})
set(NAMED \"$<TARGET_PROPERTY:${target},LINK_LIBRARIES>\")
set(PUBLIC_DEPS \"$<TARGET_PROPERTY:${target},MLPC_PUBLIC_DEPS>\")
set(PACKAGES \"${packages}\")
set(FILES \"${files}\")
")
  # For tests/layering.
  get_target_property(folder ${target} SOURCE_DIR)
  file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/includes/${target}.json" CONTENT "{
  \"name\": \"${target}\", \"type\": \"${type}\", \"folder\": \"${folder}\",
  \"named\": [\"$<JOIN:$<TARGET_PROPERTY:${target},LINK_LIBRARIES>,\", \">\"],
  \"public\": [\"$<JOIN:$<TARGET_PROPERTY:${target},MLPC_PUBLIC_DEPS>,\", \">\"],
  \"include\": [\"$<JOIN:$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>,\", \">\"],
  \"offered\": [\"$<JOIN:$<TARGET_PROPERTY:${target},INTERFACE_INCLUDE_DIRECTORIES>,\", \">\"]
}
")
  add_custom_command(
    OUTPUT "${stamp}"
    COMMAND "${CMAKE_COMMAND}" "-DRULES=${rules}" -P "${script}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    DEPENDS ${files} "${rules}" "${script}"
    COMMENT "Checking the includes of ${target}"
    VERBATIM)
  add_custom_target(${target}_includes DEPENDS "${stamp}")
  add_dependencies(${target} ${target}_includes)
endfunction()
