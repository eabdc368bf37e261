# add_layer(store SOURCES ... LINK ...) builds one folder as a static library.
function(add_layer name)
  cmake_parse_arguments(L "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${L_SOURCES})
  target_link_libraries(${name} PUBLIC ${L_LINK} PRIVATE house_flags)
endfunction()
