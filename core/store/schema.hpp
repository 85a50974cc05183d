// SPDX-License-Identifier: MIT
// The tables and views of the store, version by version (docs/data_model.md describes the views).
#pragma once

#include "sqlite/migration.hpp"

namespace waymark::store {

/// The store's schema: public (mode 0644), application id "WmSt".
[[nodiscard]] const sqlite::Schema& schema() noexcept;

}  // namespace waymark::store
