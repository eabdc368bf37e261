# add_unit_tests(ingest LIBS ingest) builds every tests/ingest/test_<module>.c
# of the calling folder and registers each as "ingest.<module>".
function(add_unit_tests folder)
  cmake_parse_arguments(T "" "" "LIBS" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/test_*.c")
  foreach(file IN LISTS files)
    get_filename_component(base "${file}" NAME_WE)
    string(REPLACE "test_" "" module "${base}")
    set(target "test_${folder}_${module}")
    add_executable(${target} "${file}")
    target_link_libraries(${target} PRIVATE test_flags testlib PkgConfig::CRITERION ${T_LIBS})
    target_compile_definitions(${target} PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${folder}.${module} COMMAND ${target})
    # Criterion counts a leaking test as passed and an empty run as success.
    set_tests_properties(${folder}.${module} PROPERTIES
      LABELS "unit;${folder}" TIMEOUT 120
      ENVIRONMENT "TZ=UTC;LC_ALL=C.UTF-8;ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1;UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1"
      FAIL_REGULAR_EXPRESSION "ERROR: (Leak|Address)Sanitizer;runtime error:;Tested: 0 ")
  endforeach()
endfunction()
