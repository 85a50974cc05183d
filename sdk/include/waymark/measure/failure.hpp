// SPDX-License-Identifier: MIT
// How a measure says that it cannot go on.
#pragma once

#include <stdexcept>

namespace waymark {

/// A parameter or document cannot be used. Say which, and what is expected there.
class BadParameter : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The rows cannot be used. Say why, without values of rows.
class BadInput : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace waymark
