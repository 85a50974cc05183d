// SPDX-License-Identifier: MIT
#include "store/digest.hpp"

#include <array>
#include <charconv>

namespace waymark::store {

static void append(std::string& text, std::string_view part) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
    text += ',';
}

static void append(std::string& text, std::optional<double> number) {
    if (!number) {
        text += "-,";
        return;
    }
    std::array<char, 32> digits{};
    // The store keeps no sign of zero, so the digest must not tell one either.
    const double value = *number == 0.0 ? 0.0 : *number;
    const auto* const end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    append(text, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

static void append(std::string& text, std::optional<Date> date) {
    if (date) {
        append(text, date_text(*date));
    } else {
        text += "-,";
    }
}

static void append(std::string& text, const release::Release& release) {
    const release::Key& key = release.key();
    for (const std::string* part :
         {&key.service_id, &key.measure_id, &key.indicator_id, &key.series, &key.definition_version,
          &key.grain, &key.period_key, &key.period_basis, &key.stratum_kind, &key.stratum_value,
          &key.point}) {
        append(text, *part);
    }
    const release::Figures& figures = release.figures();
    append(text, figures.period_label);
    append(text, figures.period_start);
    append(text, figures.period_end);
    append(text, word(figures.state));
    append(text, word(figures.maturity));
    append(text, flags_text(figures.flags));
    append(text, word(figures.restated));
    for (const auto& number : {figures.value, figures.numerator, figures.denominator,
                               figures.people, figures.lower, figures.upper}) {
        append(text, number);
    }
    append(text, figures.disclosure_profile);
}

Digest publication_digest(const release::Publication& publication) {
    Sha256 digest;
    std::string text;
    for (const release::Release& release : publication.releases()) {
        text.clear();
        append(text, release);
        digest.update(text);
    }
    return digest.finish();
}

}  // namespace waymark::store
