# Flags every target shares, and the two words rooms and tests are written with.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# Warnings are errors in our own code; headers of Debian packages are system headers.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-restrict)  # GCC bug 105651: false alarms on std::string + literal
endif()

if(WAYMARK_SANITIZE)
  add_compile_options(-fsanitize=${WAYMARK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WAYMARK_SANITIZE})
  add_compile_definitions(WAYMARK_SANITIZED=1)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)  # GCC bug 105562: false alarms on std::regex
  endif()
endif()

if(WAYMARK_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # so that the fuzzer sees the paths through our code
endif()

# waymark_room(NAME SOURCES ... [PUBLIC ...] [PRIVATE ...])
# One static library per room. PUBLIC and PRIVATE name the rooms and packages it may include.
function(waymark_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(waymark_${name} STATIC ${ROOM_SOURCES})
  add_library(waymark::${name} ALIAS waymark_${name})
  target_include_directories(waymark_${name} PUBLIC "${PROJECT_SOURCE_DIR}/core")
  target_link_libraries(waymark_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE})
endfunction()

# waymark_room_test(NAME SOURCES ... [LINK ...])
# One Catch2 program per room, named NAME_test, run by CTest as NAME.
function(waymark_room_test name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name}_test ${ROOM_SOURCES})
  target_link_libraries(${name}_test PRIVATE ${ROOM_LINK} Catch2::Catch2WithMain)
  target_include_directories(${name}_test PRIVATE "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_BINARY_DIR}/tests")
  target_compile_definitions(${name}_test PRIVATE
    WAYMARK_SOURCE_DIR="${PROJECT_SOURCE_DIR}" WAYMARK_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_compile_options(${name}_test PRIVATE -O1)  # quick to build; what they test is optimised
  add_test(NAME ${name} COMMAND ${name}_test)
endfunction()
