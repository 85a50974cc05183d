// SPDX-License-Identifier: MIT
// abi.h is also C++20, with the same layout as in C.
#include <catch2/catch.hpp>

#include "abi_layout.h"

extern "C" const wm_measure* measure_in_c(void);

TEST_CASE("A table filled in C reads the same in C++", "[sdk]") {
    const wm_measure& measure = *measure_in_c();
    CHECK(measure.size == sizeof(wm_measure));
    CHECK(measure.magic == WM_MAGIC);
    CHECK(measure.abi_minor_needed == 0);
    CHECK(measure.close == nullptr);

    wm_instance* instance = nullptr;
    wm_error error{};
    CHECK(measure.open(nullptr, "{}", nullptr, 0, &instance, &error) == WM_E_PARAM);
    CHECK(error.code == WM_E_PARAM);
}
