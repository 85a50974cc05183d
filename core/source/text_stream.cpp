// SPDX-License-Identifier: MIT
#include "source/text_stream.hpp"

#include <algorithm>

namespace waymark::source {

void CsvRecords::add(std::optional<std::string_view> field, std::string& out) {
    if (field && field->find_first_of(",\"\r\n") == std::string_view::npos && !field->empty()) {
        out += *field;
    } else if (field || columns_ == 1) {
        out += '"';
        for (const char c : field.value_or("")) {
            out.append(c == '"' ? 2 : 1, c);
        }
        out += '"';
    }
    at_ = at_ + 1 == columns_ ? 0 : at_ + 1;
    out += at_ == 0 ? '\n' : ',';
}

std::size_t TextStream::read(char* to, std::size_t room) {
    if (used_ == text_.size()) {
        text_.clear();
        used_ = 0;
        make(text_);
    }
    const std::size_t size = std::min(room, text_.size() - used_);
    std::copy_n(text_.data() + used_, size, to);
    hash_.update(std::string_view(to, size));
    used_ += size;
    bytes_ += size;
    return size;
}

}  // namespace waymark::source
