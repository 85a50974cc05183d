// SPDX-License-Identifier: MIT
#include "batch/block.hpp"

#include "base/error.hpp"

namespace waymark::batch {

std::uint32_t width(contract::ColumnType type, std::uint32_t list_size) noexcept {
    switch (type) {
        case contract::ColumnType::boolean:
            return 1;
        case contract::ColumnType::date:
        case contract::ColumnType::category:
            return 4;
        case contract::ColumnType::integer:
        case contract::ColumnType::real:
        case contract::ColumnType::instant:
        case contract::ColumnType::text:
        case contract::ColumnType::key:
            return 8;
        case contract::ColumnType::list_integer:
        case contract::ColumnType::list_real:
            return 8 * list_size;
    }
    check(false, "every column type has a width");
    return 0;
}

}  // namespace waymark::batch
