# Installs the SDK alone, builds examples/hello_measure with nothing but that, runs its test and looks
# at what the plugin exports. Called by CTest with BUILD, SOURCE, WORK and COMPILER.
function(must)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed: ${ARGN}\n${output}")
  endif()
endfunction()

file(REMOVE_RECURSE "${WORK}")
must("${CMAKE_COMMAND}" --install "${BUILD}" --component sdk --prefix "${WORK}/prefix")
must("${CMAKE_COMMAND}" -S "${SOURCE}/examples/hello_measure" -B "${WORK}/build" -G Ninja
  -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Release
  "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror")
must("${CMAKE_COMMAND}" --build "${WORK}/build")
must("${CMAKE_CTEST_COMMAND}" --test-dir "${WORK}/build" --output-on-failure)

set(plugin "${WORK}/build/plugins/org.example.hello/hello.so")
execute_process(COMMAND nm -D --defined-only "${plugin}" OUTPUT_VARIABLE symbols
  COMMAND_ERROR_IS_FATAL ANY)
if(NOT symbols MATCHES "^[0-9a-f]+ T waymark_measure\n$")
  message(FATAL_ERROR "the plugin exports something else than one function:\n${symbols}")
endif()

must("${CMAKE_COMMAND}" --install "${WORK}/build" --prefix "${WORK}/installed")
file(GLOB installed RELATIVE "${WORK}/installed" "${WORK}/installed/lib*/waymark/plugins/org.example.hello/*.so"
  "${WORK}/installed/lib*/*/waymark/plugins/org.example.hello/*.so")
if(NOT installed)
  message(FATAL_ERROR "the plugin was not installed below lib/waymark/plugins/org.example.hello")
endif()
file(REMOVE_RECURSE "${WORK}")
