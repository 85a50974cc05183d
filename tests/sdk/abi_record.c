/* SPDX-License-Identifier: MIT
 * Everything of the contract that crosses the border, for tests/sdk/abi_record_test.py: all of it is
 * reachable from the one symbol a plugin exports. */
#include "waymark/abi.h"

const wm_measure* waymark_measure(void) {
    return 0;
}
