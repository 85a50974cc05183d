// SPDX-License-Identifier: MIT
// What the gate knows beside the observations: the figures behind earlier releases. Plain values.
#pragma once

#include "release/release.hpp"

namespace waymark::disclosure {

/// The exact parts behind a release. They go to the ledger, never to the store.
struct ExactParts {
    double people = 0;
    double numerator = 0;
    double denominator = 0;

    bool operator==(const ExactParts&) const = default;
};

/// A key with the exact parts its release rests on. A release that is held, or kept hidden, rests
/// on those of its forerunner, so that small steps cannot add up unseen.
struct Behind {
    release::Key key;
    ExactParts parts;
};

/// A release that is current in the store, with the exact parts the ledger has for it.
struct Earlier {
    release::Release release;
    ExactParts parts;
};

}  // namespace waymark::disclosure
