find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_library(YAML_CPP_STATIC libyaml-cpp.a)
if(PLIMSOLL_STATIC AND YAML_CPP_STATIC)
  set_target_properties(yaml-cpp PROPERTIES IMPORTED_LOCATION_NONE ${YAML_CPP_STATIC})
endif()
if(PLIMSOLL_TESTS)
  find_package(Catch2 2 REQUIRED)
endif()
find_path(TL_EXPECTED_INCLUDE tl/expected.hpp REQUIRED)
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)
add_library(tomlplusplus INTERFACE)
target_include_directories(tomlplusplus SYSTEM INTERFACE ${TOMLPLUSPLUS_INCLUDE})

# OpenSSL's libcrypto: the static library, so that a run without SARIF loads nothing for it.
find_library(CRYPTO_LIBRARY NAMES libcrypto.a crypto REQUIRED)
find_path(OPENSSL_INCLUDE openssl/evp.h REQUIRED)
add_library(openssl_crypto INTERFACE)
target_include_directories(openssl_crypto SYSTEM INTERFACE ${OPENSSL_INCLUDE})
target_link_libraries(openssl_crypto INTERFACE ${CRYPTO_LIBRARY} Threads::Threads ${CMAKE_DL_LIBS})

# libcurl's declarations alone: the library is loaded when a first request is made.
find_path(CURL_INCLUDE curl/curl.h REQUIRED)
add_library(curl_headers INTERFACE)
target_include_directories(curl_headers SYSTEM INTERFACE ${CURL_INCLUDE})
target_link_libraries(curl_headers INTERFACE ${CMAKE_DL_LIBS})

# What layers are packed with: zstd, bzip2 and xz statically; of ISA-L (gzip), which Debian has as a
# shared library alone, the declarations: it is loaded when a first layer is touched.
find_path(ISAL_INCLUDE isa-l/igzip_lib.h REQUIRED)
add_library(compression INTERFACE)
target_include_directories(compression SYSTEM INTERFACE ${ISAL_INCLUDE})
foreach(name zstd bz2 lzma)
  find_library(COMPRESSION_${name} NAMES lib${name}.a ${name} REQUIRED)
  target_link_libraries(compression INTERFACE ${COMPRESSION_${name}})
endforeach()
target_link_libraries(compression INTERFACE Threads::Threads ${CMAKE_DL_LIBS})

# RE2: the static library, so that a lint, which needs it never, loads nothing for it.
find_library(RE2_LIBRARY NAMES libre2.a re2 REQUIRED)
find_path(RE2_INCLUDE re2/re2.h REQUIRED)
add_library(re2 INTERFACE)
target_include_directories(re2 SYSTEM INTERFACE ${RE2_INCLUDE})
target_link_libraries(re2 INTERFACE ${RE2_LIBRARY} Threads::Threads)

# tree-sitter: the static library, so that start-up loads nothing.
find_library(TREE_SITTER_LIBRARY NAMES libtree-sitter.a tree-sitter REQUIRED)
find_path(TREE_SITTER_INCLUDE tree_sitter/api.h REQUIRED)
add_library(tree_sitter INTERFACE)
target_include_directories(tree_sitter SYSTEM INTERFACE ${TREE_SITTER_INCLUDE})
target_link_libraries(tree_sitter INTERFACE ${TREE_SITTER_LIBRARY})

# The bash grammar comes from npm (`npm ci --ignore-scripts`, see package.json).
set(BASH_GRAMMAR ${CMAKE_SOURCE_DIR}/node_modules/tree-sitter-bash/src)
if(NOT EXISTS ${BASH_GRAMMAR}/parser.c)
  message(FATAL_ERROR "tree-sitter-bash is missing: run `npm ci --ignore-scripts` (scripts/quickstart does)")
endif()
add_library(tree_sitter_bash STATIC ${BASH_GRAMMAR}/parser.c ${BASH_GRAMMAR}/scanner.c)
target_include_directories(tree_sitter_bash PRIVATE ${BASH_GRAMMAR})
target_compile_options(tree_sitter_bash PRIVATE -w -O2)
