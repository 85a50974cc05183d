// SPDX-License-Identifier: MIT
#include "ledger/existing.hpp"

#include "base/error.hpp"
#include "ledger/schema.hpp"

namespace waymark::ledger {

std::unique_ptr<sqlite::Database> existing_ledger(const std::filesystem::path& path,
                                                  const Clock& clock, sqlite::Options options,
                                                  const std::string& remark) {
    if (!std::filesystem::exists(path)) {
        throw Error(ErrorKind::input_missing, "no such ledger; " + remark, {.file = path.string()});
    }
    return std::make_unique<sqlite::Database>(path, schema(), clock, std::move(options));
}

}  // namespace waymark::ledger
