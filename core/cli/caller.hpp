// SPDX-License-Identifier: MIT
// Who stands behind the process, for the audit.
#pragma once

#include <string>

#include "ledger/record.hpp"

namespace waymark::cli {

/// An audit row with who, uid and verb filled in: the person behind the process, not the one whose
/// rights it was lent.
[[nodiscard]] ledger::AuditRow use_by_caller(const std::string& verb);

}  // namespace waymark::cli
