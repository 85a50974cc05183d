// SPDX-License-Identifier: MIT
// The rules a plugin's file must keep before anything of it runs, judged without loading it.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "worker/shared_object.hpp"
#include "worker/worker.hpp"

namespace waymark::worker {

/// One exported symbol; the libraries of C and C++ alone; nothing odd asked of the loader.
inline constexpr std::array<std::string_view, 3> file_rules{"load.one_symbol", "load.needed",
                                                            "load.plain"};

/// The rules that `object` does not keep, each at most once, in their order. Pure; any thread.
[[nodiscard]] std::vector<FileFault> faults_of(const SharedObject& object);

/// Of an open plugin file. What the world may bind to is asked of Boost.DLL, too, whose reader
/// trusts the file: call it where a crash does no harm. Throws Trouble(refused) for what is no
/// shared object.
[[nodiscard]] std::vector<FileFault> inspected(int file);

}  // namespace waymark::worker
