# Installs the SDK alone, builds examples/score_trend with nothing but that, and runs its golden case
# and the conformance kit. Called by CTest with BUILD, SOURCE, WORK, WORKER and PROGRAM.
function(must)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed: ${ARGN}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${WORK}")
must("${CMAKE_COMMAND}" --install "${BUILD}" --component sdk --prefix "${WORK}/prefix")
must("${CMAKE_COMMAND}" -S "${SOURCE}/examples/score_trend" -B "${WORK}/build" -G Ninja -DCMAKE_BUILD_TYPE=Release
  -DCMAKE_PREFIX_PATH=${WORK}/prefix -DWAYMARK_WORKER=${WORKER} -DWAYMARK_PROGRAM=${PROGRAM})
must("${CMAKE_COMMAND}" --build "${WORK}/build")
must("${CMAKE_CTEST_COMMAND}" --test-dir "${WORK}/build" --output-on-failure)
if(NOT output MATCHES "100% tests passed, 0 tests failed out of 2")
  message(FATAL_ERROR "a golden case and the kit were expected:\n${output}")
endif()
file(REMOVE_RECURSE "${WORK}")
