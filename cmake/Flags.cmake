# house_flags: how every file of ours is compiled. test_flags: the same without
# the warnings that Criterion's macros trip.
add_library(house_flags INTERFACE)
add_library(test_flags INTERFACE)
set(common -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla -Wundef
           -Wwrite-strings)
target_compile_options(house_flags INTERFACE ${common} -Wpedantic -Wconversion
                       $<$<BOOL:${WERROR}>:-Werror>)
target_compile_options(test_flags INTERFACE -Wall -Wextra -Wshadow -Wformat=2 -Wvla
                       $<$<BOOL:${WERROR}>:-Werror>)
foreach(flags house_flags test_flags)
  target_include_directories(${flags} INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
  target_compile_definitions(${flags} INTERFACE _GNU_SOURCE DRLEDGER_VERSION="${PROJECT_VERSION}")
endforeach()

if(SANITIZE)
  add_compile_options(-fsanitize=${SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SANITIZE})
endif()
if(FUZZERS) # libFuzzer steers by what our own code does, not only by the target's
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
