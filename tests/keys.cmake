# SPDX-License-Identifier: Apache-2.0
# Tests of identities, certificates' usages and the command keys. Included by tests/CMakeLists.txt.
if(NOT TARGET PkgConfig::CMOCKA)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# tufcheck_keys_test(name [source...]): unit/name.c with the objects of tuf/ and verify/.
function(tufcheck_keys_test name)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/)
  add_executable(${name} ${PROJECT_SOURCE_DIR}/tests/unit/${name}.c ${ARGN})
  target_compile_definitions(${name} PRIVATE TUFCHECK_TESTDATA="${PROJECT_SOURCE_DIR}/testdata")
  target_link_libraries(${name} PRIVATE tufcheck_settings tuf verify m
    PkgConfig::JANSSON PkgConfig::SODIUM OpenSSL::Crypto PkgConfig::CMOCKA)
  add_test(NAME unit.${name} COMMAND ${name})
  set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 60)
endfunction()

tufcheck_keys_test(verify_key_usage_test)
tufcheck_keys_test(verify_identity_test)
# It makes allocations fail, one after the other.
target_link_options(verify_identity_test PRIVATE
  -Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc)
tufcheck_keys_test(cli_horizon_test cli/horizon.c)
tufcheck_keys_test(cli_csv_test cli/csv.c cli/escape.c cli/memory.c cli/remains.c cli/text.c cli/utf8.c)
tufcheck_keys_test(cli_inventory_test cli/inventory.c cli/inventory_keys.c cli/key_selection.c
  cli/memory.c cli/remains.c cli/names.c cli/relative.c cli/text_set.c)

add_test(NAME cli.keys
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/cli/keys_test.py
    $<TARGET_FILE:tufcheck>)
set_tests_properties(cli.keys PROPERTIES LABELS cli TIMEOUT 300)
