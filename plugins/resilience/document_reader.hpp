// SPDX-License-Identifier: MIT
// Reads the document of instruments entry by entry and refuses what cannot be scored as written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments.hpp"

namespace resilience {

/// Used once, in the order of the functions. Everything throws waymark::BadParameter naming the
/// place in the document. Keys and types were checked by the host against the schema.
class DocumentReader {
public:
    explicit DocumentReader(const waymark::Json& document) : document_(document) {}

    [[nodiscard]] std::vector<Instrument> instruments() const;
    /// Also tells each instrument its scales, and each scale its bands.
    [[nodiscard]] std::vector<Scale> scales(std::vector<Instrument>& instruments) const;
    [[nodiscard]] std::vector<Composite> composites(const std::vector<Instrument>& instruments,
                                                    const std::vector<Scale>& scales) const;
    [[nodiscard]] std::vector<AddedValue> added_values(const std::vector<Instrument>& instruments,
                                                       const std::vector<Scale>& scales) const;

private:
    const waymark::Json& document_;
};

}  // namespace resilience
