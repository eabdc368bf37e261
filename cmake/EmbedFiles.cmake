# embed_files(TARGET name SYMBOL sym BASE dir FILES a.sql b.json ...)
# Adds to TARGET one generated C file that holds every FILE as a byte array and
# a table `const struct asset sym[]` sorted by name; a name is the path below BASE.
# Rebuilt when any file changes.
set(EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed_script.cmake")
function(embed_files)
  cmake_parse_arguments(E "" "TARGET;SYMBOL;BASE" "FILES" ${ARGN})
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${E_SYMBOL}.c")
  list(SORT E_FILES)
  string(REPLACE ";" "|" joined "${E_FILES}")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND "${CMAKE_COMMAND}" "-DOUT=${out}" "-DSYMBOL=${E_SYMBOL}" "-DBASE=${E_BASE}"
            "-DFILES=${joined}" -P "${EMBED_SCRIPT}"
    DEPENDS ${E_FILES} "${EMBED_SCRIPT}"
    COMMENT "Embedding ${E_SYMBOL}" VERBATIM)
  target_sources(${E_TARGET} PRIVATE "${out}")
endfunction()
