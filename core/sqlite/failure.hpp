// SPDX-License-Identifier: MIT
// SQLite's result codes as errors of ours: what went wrong, in which file, what to do next.
#pragma once

#include <string>

#include "base/error.hpp"

namespace SQLite {
class Exception;
}

namespace waymark::sqlite {

/// The Error for a failed call on `file`, which messages call `noun` ("store"). Kinds: try_later
/// when locked, permission when not allowed, store for a full disk, a damaged file or no database
/// at all, internal for anything that only a mistake of ours can cause. An open transaction was
/// rolled back by the time the Error is seen.
[[nodiscard]] Error failure(const SQLite::Exception& exception, const char* noun,
                            const std::string& file);

}  // namespace waymark::sqlite
