// SPDX-License-Identifier: MIT
#include <array>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"
#include "bench/case_tables.hpp"
#include "bench/random_numbers.hpp"
#include "bench/text_file.hpp"

namespace waymark::bench {
namespace {

constexpr std::uint32_t days_between_forms = 14;
constexpr std::uint32_t starts = 90;  // people start on so many days, from 1 September 2023
constexpr std::uint32_t items = 5;

// How the answers at the end differ from those at the start; each item is worth 4 of 100 points.
enum class Change : std::uint8_t {
    none,
    all_up,    // 20 points
    all_down,  // 20 points
    two_up,    // 8 points: less than is reliable
};

class Forms {
public:
    Forms(const QuestionnaireTable& table, std::FILE* file) : table_(table), file_(file) {
        for (std::uint32_t day = 0; day <= starts + table.forms * days_between_forms; ++day) {
            days_.push_back(date_text(date_of(2023, 9, 1) + std::chrono::days{day}));
        }
    }

    // Day by day; on each, those whose form is due.
    PlantedForms write() {
        check(table_.forms >= 2, "an episode has a first and a last form");
        file_ << "client,service,completed_on,referred_on,closed_on,q1,q2,q3,q4,q5";
        file_.end_line();
        const std::uint32_t last = starts - 1 + (table_.forms - 1) * days_between_forms;
        for (std::uint32_t day = 0; day <= last; ++day) {
            for (std::uint32_t form = 0; form < table_.forms; ++form) {
                const std::uint32_t age = form * days_between_forms;
                if (age <= day && day - age < starts) {
                    write_forms_of(day - age, form);
                }
            }
        }
        file_.finish();
        return planted_;
    }

private:
    [[nodiscard]] std::uint64_t bits(std::uint32_t person) const noexcept {
        return mixed(table_.seed ^ (std::uint64_t{person} << 8));
    }
    [[nodiscard]] Change change(std::uint32_t person) const noexcept {
        return static_cast<Change>(bits(person) % 4);
    }
    // The last question of all forms but the first stays open: there is no second score.
    [[nodiscard]] bool is_lost(std::uint32_t person) const noexcept {
        return bits(person) / 4 % 16 == 0;
    }

    void write_forms_of(std::uint32_t start, std::uint32_t form) {
        for (std::uint32_t person = start; person < table_.people; person += starts) {
            write_form(person, form);
            if (form == 0) {
                plant(person);
            }
        }
    }

    void write_form(std::uint32_t person, std::uint32_t form) {
        const std::uint32_t start = person % starts;
        const std::uint32_t end = start + (table_.forms - 1) * days_between_forms + 7;
        file_ << 'C' << padded(person, 7) << ",service-"
              << padded(bits(person) / 64 % table_.services, 2) << ','
              << days_[start + form * days_between_forms] << ',' << days_[start] << ','
              << days_[end];
        for (std::uint32_t item = 0; item < items; ++item) {
            file_ << ',';
            if (form == 0 || item + 1 < items || !is_lost(person)) {
                file_ << static_cast<char>('0' + answer(person, form, item));
            }
        }
        file_.end_line();
        ++planted_.rows;
    }

    // 1 to 4 at the start, so that there is room in both directions; anything in between.
    [[nodiscard]] int answer(std::uint32_t person, std::uint32_t form, std::uint32_t item) const {
        if (form > 0 && form + 1 < table_.forms) {
            return static_cast<int>(mixed(bits(person) + form * items + item) % 6);
        }
        const int first = 1 + static_cast<int>(mixed(bits(person) + item) % 4);
        if (form == 0) {
            return first;
        }
        switch (change(person)) {
            case Change::none:
                return first;
            case Change::all_up:
                return first + 1;
            case Change::all_down:
                return first - 1;
            case Change::two_up:
                return item < 2 ? first + 1 : first;
        }
        return first;
    }

    void plant(std::uint32_t person) {
        ++planted_.episodes;
        if (!is_lost(person)) {
            ++planted_.pairs;
            planted_.improved += change(person) == Change::all_up ? 1 : 0;
            planted_.worse += change(person) == Change::all_down ? 1 : 0;
        }
    }

    const QuestionnaireTable& table_;
    std::vector<std::string> days_;
    TextFile file_;
    PlantedForms planted_;
};

}  // namespace

PlantedForms write_questionnaires(const QuestionnaireTable& table, std::FILE* file) {
    return Forms(table, file).write();
}

}  // namespace waymark::bench
