# waymark_add_measure(NAME ID org.example.name SOURCES file... [DOCUMENTS file...] [GOLDEN folder]
#                     [PARAMETERS name=value...])
# Builds NAME.so, one measure, as the host wants it: one exported symbol, nothing undefined, nothing
# of the C++ runtime shared by accident. DOCUMENTS are the defaults of document parameters and lie
# beside it. GOLDEN is a folder of golden cases: where the program waymark is there, a test
# NAME.golden.CASE replays each, and NAME.check runs the conformance kit, with PARAMETERS for what has
# no default (paths from this folder). All of it is installed, with the sidecar, to lib/waymark/plugins/ID/.
# Used by this build and, unchanged, from the installed package WaymarkSDK.
include(GNUInstallDirs)

function(waymark_add_measure name)
  cmake_parse_arguments(MEASURE "" "ID;GOLDEN" "SOURCES;DOCUMENTS;PARAMETERS" ${ARGN})
  if(NOT MEASURE_ID MATCHES "^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)+$")
    message(FATAL_ERROR "waymark_add_measure(${name}): ID \"${MEASURE_ID}\" is no reverse domain name "
                        "such as org.example.${name}")
  endif()
  if(NOT MEASURE_SOURCES OR MEASURE_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "waymark_add_measure(${name}): expected ID and SOURCES; "
                        "not understood: \"${MEASURE_UNPARSED_ARGUMENTS}\"")
  endif()

  set(folder "${CMAKE_BINARY_DIR}/plugins/${MEASURE_ID}")
  file(MAKE_DIRECTORY "${folder}")
  if(MEASURE_SOURCES MATCHES "^[^;]*[.]rs(;|$)")
    waymark_add_rust_library(${name} "${folder}" ${MEASURE_SOURCES})
  elseif(MEASURE_SOURCES MATCHES "[.]py$")
    waymark_add_python_module(${name} "${folder}" ${MEASURE_SOURCES})
  else()
    waymark_add_module(${name} "${folder}" ${MEASURE_SOURCES})
  endif()
  foreach(document IN LISTS MEASURE_DOCUMENTS)
    get_filename_component(file_name "${document}" NAME)
    configure_file("${document}" "${folder}/${file_name}" COPYONLY)
  endforeach()
  if(MEASURE_GOLDEN)
    waymark_add_measure_tests(${name} "${folder}/${name}.so" "${MEASURE_GOLDEN}" "${MEASURE_PARAMETERS}")
  endif()

  set(installed "${CMAKE_INSTALL_LIBDIR}/waymark/plugins/${MEASURE_ID}")
  install(FILES "${folder}/${name}.so" DESTINATION "${installed}" COMPONENT ${name}
    PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  install(FILES "${folder}/${name}.measure.json" DESTINATION "${installed}" COMPONENT ${name} OPTIONAL)
  install(FILES ${MEASURE_DOCUMENTS} DESTINATION "${installed}" COMPONENT ${name})
endfunction()

# C and C++: one exported symbol, nothing undefined, nothing shared by accident.
function(waymark_add_module name folder)
  set(map "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map")
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE waymark::sdk)
  set_target_properties(${name} PROPERTIES
    PREFIX "" OUTPUT_NAME ${name} SUFFIX .so
    LIBRARY_OUTPUT_DIRECTORY "${folder}"
    CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS "${map}")
  # GCC marks statics of templates as unique for the whole process, which keeps a plugin loaded.
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE
    "LINKER:--version-script=${map}" LINKER:-z,defs,-z,now,-z,relro)
  if(WAYMARK_SANITIZE)  # the sanitizer's runtime comes with the program that loads the plugin
    target_link_options(${name} PRIVATE LINKER:-z,undefs)
  endif()

  waymark_add_sidecar(${name} "${folder}/${name}.measure.json")
endfunction()

# Python: one file, compiled when the measure is loaded, in a library that brings its own interpreter
# (docs/adr/0023-python-measures.md). The project's language is C.
function(waymark_add_python_module name folder source)
  set(MEASURE_FILE "${source}")
  get_filename_component(MEASURE_PATH "${source}" ABSOLUTE)
  set(parts "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../python/measure.c.in")
  if(NOT EXISTS "${parts}")  # installed
    set(parts "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/measure.c.in")
  endif()
  configure_file("${parts}" "${CMAKE_CURRENT_BINARY_DIR}/${name}_source.c" @ONLY)
  set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/${name}_source.c" PROPERTIES OBJECT_DEPENDS "${MEASURE_PATH}")
  get_property(archive GLOBAL PROPERTY WAYMARK_PYTHON_ARCHIVE)
  if(NOT archive)
    find_file(WAYMARK_PYTHON_LIBRARY libwaymark_python.a HINTS "${PACKAGE_PREFIX_DIR}/lib"
      "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../..")
    if(NOT WAYMARK_PYTHON_LIBRARY)
      message(FATAL_ERROR "waymark_add_measure(${name}): this SDK has no libwaymark_python.a, so it builds no measures in "
                          "Python; install one from a build without sanitizers")
    endif()
    set(archive "${WAYMARK_PYTHON_LIBRARY}")
  endif()
  waymark_add_module(${name} "${folder}" "${CMAKE_CURRENT_BINARY_DIR}/${name}_source.c")
  if(TARGET waymark_python)
    add_dependencies(${name} waymark_python)
    set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS "${archive}")
  endif()
  target_link_options(${name} PRIVATE LINKER:-u,waymark_measure,-z,nodelete,--strip-debug)
  target_link_libraries(${name} PRIVATE "${archive}" m)
endfunction()

# Rust: the first source is the crate's root, the others are modules of it; no crate is fetched.
function(waymark_add_rust_library name folder root)
  find_program(WAYMARK_RUSTC rustc REQUIRED)
  set(library "${folder}/${name}.so")
  waymark_sidecar_command(describe "${library}" "${folder}/${name}.measure.json")
  add_custom_command(OUTPUT "${library}" BYPRODUCTS "${folder}/${name}.measure.json"
    COMMAND "${WAYMARK_RUSTC}" --edition 2021 --crate-type cdylib --crate-name ${name} -D warnings
            -C opt-level=2 -C panic=abort -C link-arg=-Wl,-z,now -o "${library}"
            "${CMAKE_CURRENT_SOURCE_DIR}/${root}"
    ${describe}
    DEPENDS ${root} ${ARGN} COMMENT "Building ${name} with rustc" VERBATIM)
  add_custom_target(${name} ALL DEPENDS "${library}")
endfunction()

# The figures are those its author worked out, and the plugin keeps the contract. Sanitized builds run
# plugins without a sandbox, which is much of what the kit looks at.
function(waymark_add_measure_tests name library golden parameters)
  if(TARGET waymark)
    set(program $<TARGET_FILE:waymark>)
  elseif(WAYMARK_PROGRAM)
    set(program "${WAYMARK_PROGRAM}")
  else()
    return()
  endif()
  file(GLOB cases CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${golden}/*/golden.json")
  if(NOT cases)
    message(FATAL_ERROR "waymark_add_measure(${name}): ${golden} has no golden case, a folder with golden.json")
  endif()
  foreach(case IN LISTS cases)
    get_filename_component(case "${case}" DIRECTORY)
    get_filename_component(case_name "${case}" NAME)
    add_test(NAME ${name}.golden.${case_name}
      COMMAND "${program}" plugin run "${library}" --golden "${case}")
  endforeach()
  list(TRANSFORM parameters PREPEND "--param=")
  if(NOT WAYMARK_SANITIZE)
    add_test(NAME ${name}.check COMMAND "${program}" plugin check "${library}"
      --golden "${CMAKE_CURRENT_SOURCE_DIR}/${golden}" ${parameters}
      WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
endfunction()

# The sidecar tells what the plugin is before any of its code runs. The worker writes it: the target
# of this build when there is one, else the program found by the package; without it `command` is empty.
function(waymark_sidecar_command command library sidecar)
  set(worker "${WAYMARK_WORKER}")
  if(TARGET waymark-worker)
    set(worker $<TARGET_FILE:waymark-worker>)
  endif()
  if(worker)
    set(worker COMMAND sh -c "\"$1\" --describe \"$2\" > \"$3.new\" && mv \"$3.new\" \"$3\"" describe
        "${worker}" "${library}" "${sidecar}")
  endif()
  set(${command} "${worker}" PARENT_SCOPE)
endfunction()

function(waymark_add_sidecar name sidecar)
  waymark_sidecar_command(describe "$<TARGET_FILE:${name}>" "${sidecar}")
  if(TARGET waymark-worker)
    add_dependencies(${name} waymark-worker)
  endif()
  if(describe)
    add_custom_command(TARGET ${name} POST_BUILD ${describe}
      BYPRODUCTS "${sidecar}" COMMENT "Describing ${name}" VERBATIM)
  endif()
endfunction()
