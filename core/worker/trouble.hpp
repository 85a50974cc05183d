// SPDX-License-Identifier: MIT
// Why the plugin's side of the border cannot go on, before it is known what was being done.
#pragma once

#include "base/error.hpp"
#include "worker/wire.hpp"

namespace waymark::worker {

/// Thrown by what runs the plugin; the child sends it as an error message, the twin hands it on.
/// The message is the plugin's own or ours, without row values.
class Trouble : public Error {
public:
    Trouble(TroubleCode code, const std::string& message)
        : Error(ErrorKind::measure, message), code_(code) {}
    [[nodiscard]] TroubleCode code() const noexcept { return code_; }

private:
    TroubleCode code_;
};

}  // namespace waymark::worker
