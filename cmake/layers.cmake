# One target a layer. A layer is the folder's own .cpp and .c files (sub-folders that are layers of
# their own have their own line). Which layer may include which is tests/house/layers.txt.

function(plimsoll_layer folder)
  cmake_parse_arguments(ARG "RECURSE" "" "LINKS" ${ARGN})
  string(REPLACE "/" "_" name plimsoll_${folder})
  if(ARG_RECURSE)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  else()
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  endif()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC plimsoll_flags ${ARG_LINKS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE plimsoll_flags ${ARG_LINKS})
  endif()
endfunction()

plimsoll_layer(analyzer/base LINKS Threads::Threads fmt::fmt-header-only)
plimsoll_layer(analyzer/source LINKS plimsoll_analyzer_base)
plimsoll_layer(analyzer/digest LINKS plimsoll_analyzer_base openssl_crypto)
plimsoll_layer(analyzer/reference LINKS plimsoll_analyzer_base)
plimsoll_layer(analyzer/image LINKS plimsoll_analyzer_digest compression nlohmann_json::nlohmann_json)
plimsoll_layer(analyzer/finding LINKS plimsoll_analyzer_source)
plimsoll_layer(analyzer/secrets LINKS plimsoll_analyzer_source plimsoll_analyzer_digest re2)
plimsoll_layer(analyzer/http LINKS plimsoll_analyzer_base curl_headers)
plimsoll_layer(analyzer/registry LINKS plimsoll_analyzer_reference plimsoll_analyzer_digest plimsoll_analyzer_http
  nlohmann_json::nlohmann_json)
plimsoll_layer(analyzer/image/source LINKS plimsoll_analyzer_image plimsoll_analyzer_registry)
plimsoll_layer(analyzer/image/scan LINKS plimsoll_analyzer_image_source plimsoll_analyzer_secrets)
plimsoll_layer(analyzer/image/tree LINKS plimsoll_analyzer_image_scan)
plimsoll_layer(analyzer/image/contents LINKS plimsoll_analyzer_image_tree)

add_library(plimsoll_grammar STATIC
  analyzer/grammar/src/parser.c analyzer/grammar/scanner.c analyzer/grammar/heredoc.c analyzer/grammar/lexical.c)
target_include_directories(plimsoll_grammar PRIVATE analyzer/grammar/src)
target_compile_options(plimsoll_grammar PRIVATE -O2)

plimsoll_layer(analyzer/syntax LINKS plimsoll_analyzer_source plimsoll_grammar tree_sitter)
plimsoll_layer(analyzer/dockerfile LINKS plimsoll_analyzer_syntax)
plimsoll_layer(analyzer/shell RECURSE LINKS plimsoll_analyzer_source tree_sitter_bash tree_sitter)
plimsoll_layer(analyzer/stages LINKS plimsoll_analyzer_dockerfile)
plimsoll_layer(analyzer/bases LINKS plimsoll_analyzer_reference)
plimsoll_layer(analyzer/context LINKS plimsoll_analyzer_dockerfile)
plimsoll_layer(analyzer/values LINKS plimsoll_analyzer_stages plimsoll_analyzer_bases plimsoll_analyzer_context
  plimsoll_analyzer_shell)
plimsoll_layer(analyzer/lowered LINKS plimsoll_analyzer_values plimsoll_analyzer_image)
plimsoll_layer(analyzer/attribution LINKS plimsoll_analyzer_values plimsoll_analyzer_image)
plimsoll_layer(analyzer LINKS plimsoll_analyzer_secrets plimsoll_analyzer_values plimsoll_analyzer_context plimsoll_analyzer_finding
  plimsoll_analyzer_attribution plimsoll_analyzer_image_contents)
plimsoll_layer(builder/layer LINKS plimsoll_analyzer_image)
plimsoll_layer(builder/store LINKS plimsoll_builder_layer plimsoll_analyzer_reference)
plimsoll_layer(builder/context LINKS plimsoll_builder_layer plimsoll_analyzer_context)
plimsoll_layer(builder/sandbox LINKS plimsoll_builder_layer)
plimsoll_layer(builder/steps LINKS plimsoll_builder_layer plimsoll_analyzer_lowered)
plimsoll_layer(builder/export LINKS plimsoll_builder_store plimsoll_analyzer_image_source)
plimsoll_layer(builder LINKS plimsoll_analyzer_http plimsoll_builder_steps plimsoll_builder_store plimsoll_builder_context plimsoll_builder_sandbox)
plimsoll_layer(fixers/edits LINKS plimsoll_analyzer)
plimsoll_layer(fixers/apply LINKS plimsoll_analyzer_finding plimsoll_analyzer_lowered)
plimsoll_layer(rules RECURSE LINKS plimsoll_analyzer plimsoll_fixers_edits)
if(PLIMSOLL_PRECOMPILE)
  target_precompile_headers(plimsoll_rules PRIVATE
    rules/rule.h fixers/edits/instruction_edits.h fixers/edits/shell_edits.h)
endif()
plimsoll_layer(app/config LINKS plimsoll_rules tomlplusplus yaml-cpp nlohmann_json::nlohmann_json)
plimsoll_layer(app/report RECURSE LINKS plimsoll_rules plimsoll_analyzer_digest)
plimsoll_layer(app/image_report RECURSE LINKS plimsoll_app_report)
plimsoll_layer(app/cli LINKS plimsoll_builder plimsoll_builder_export plimsoll_app_config plimsoll_app_report plimsoll_app_image_report plimsoll_fixers_apply nlohmann_json::nlohmann_json)

target_include_directories(plimsoll_analyzer_base SYSTEM PUBLIC ${TL_EXPECTED_INCLUDE})
# Between clone and exec (child.cpp says why).
set_source_files_properties(
  ${CMAKE_SOURCE_DIR}/builder/sandbox/child.cpp ${CMAKE_SOURCE_DIR}/builder/sandbox/child_root.cpp
  ${CMAKE_SOURCE_DIR}/builder/sandbox/mounting.cpp PROPERTIES COMPILE_OPTIONS "-fno-sanitize=all")
# The first program in a sandbox (starter.c says why): a page of code without a library, whatever the
# rest is compiled with, as bytes in ours.
set(starter ${CMAKE_BINARY_DIR}/generated/starter)
add_custom_command(OUTPUT ${starter} ${starter}_bytes.h VERBATIM
  DEPENDS builder/sandbox/starter.c builder/sandbox/starter.h cmake/embed.cmake
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
  COMMAND ${CMAKE_C_COMPILER} -std=c11 -O2 -Wall -Wextra -ffreestanding -nostdlib -static -fno-pie
    -fno-stack-protector -fno-asynchronous-unwind-tables -Wl,--build-id=none -Wl,-z,noseparate-code
    -Wl,-z,noexecstack -Wl,-s -I${CMAKE_SOURCE_DIR} -o ${starter} ${CMAKE_SOURCE_DIR}/builder/sandbox/starter.c
  COMMAND ${CMAKE_COMMAND} -D FROM=${starter} -D TO=${starter}_bytes.h -D NAME=starter_bytes
    -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake)
target_sources(plimsoll_builder_sandbox PRIVATE ${starter}_bytes.h)
target_include_directories(plimsoll_builder_sandbox PRIVATE ${CMAKE_BINARY_DIR})

# The page that shows an image, as bytes in ours: its markup, its style, and its modules as one.
set(page ${CMAKE_SOURCE_DIR}/app/image_report/html/page)
set(generated ${CMAKE_BINARY_DIR}/generated)
file(STRINGS ${page}/order.txt modules)
list(TRANSFORM modules PREPEND ${page}/)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page}/order.txt)
add_custom_command(OUTPUT ${generated}/html_script.mjs VERBATIM
  DEPENDS ${page}/order.txt ${modules} cmake/bundle.cmake
  COMMAND ${CMAKE_COMMAND} -E make_directory ${generated}
  COMMAND ${CMAKE_COMMAND} -D ORDER=${page}/order.txt -D TO=${generated}/html_script.mjs
    -P ${CMAKE_SOURCE_DIR}/cmake/bundle.cmake)
foreach(part page=${page}/page.html style=${page}/style.css script=${generated}/html_script.mjs)
  string(REGEX MATCH "^([a-z]+)=(.*)$" part ${part})
  set(name html_${CMAKE_MATCH_1}_bytes)
  add_custom_command(OUTPUT ${generated}/${name}.h VERBATIM
    DEPENDS ${CMAKE_MATCH_2} cmake/embed.cmake
    COMMAND ${CMAKE_COMMAND} -E make_directory ${generated}
    COMMAND ${CMAKE_COMMAND} -D FROM=${CMAKE_MATCH_2} -D TO=${generated}/${name}.h -D NAME=${name}
      -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake)
  target_sources(plimsoll_app_image_report PRIVATE ${generated}/${name}.h)
endforeach()
target_include_directories(plimsoll_app_image_report PRIVATE ${CMAKE_BINARY_DIR})

set_source_files_properties(${CMAKE_SOURCE_DIR}/app/cli/session.cpp ${CMAKE_SOURCE_DIR}/app/cli/setup_commands.cpp PROPERTIES
  COMPILE_DEFINITIONS "PLIMSOLL_VERSION=\"${PROJECT_VERSION}\";PLIMSOLL_BUILD_TYPE=\"${CMAKE_BUILD_TYPE}\";PLIMSOLL_COMPILER=\"${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}\"")
