// SPDX-License-Identifier: MIT
// bench_table KIND FILE [KEY=VALUE...]: writes a made-up table and prints, as JSON, what it holds.
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "bench/attendance_table.hpp"
#include "bench/case_tables.hpp"

namespace waymark::bench {
namespace {

const char* const usage =
    R"(bench_table attendance FILE [order=date|pupil|shuffled] [form=plain|quoted|ragged]
    [pupils=N] [first_pupil=N] [days=N] [schools=N] [dirt_per_million=N] [seed=N]
bench_table questionnaires FILE [people=N] [forms=N] [services=N] [seed=N]
bench_table offences EVENTS_FILE,OFFENCES_FILE [people=N] [offences=N] [services=N] [seed=N]
)";

// What was given as KEY=VALUE. Each is taken once; what is left at the end is nothing we know.
class Given {
public:
    Given(char** first, char** last) {
        for (; first != last; ++first) {
            const std::string text = *first;
            const std::size_t equals = text.find('=');
            if (equals == std::string::npos) {
                throw Error(ErrorKind::usage, "not KEY=VALUE: " + text);
            }
            values_[text.substr(0, equals)] = text.substr(equals + 1);
        }
    }

    template <class Number>
    void take(const std::string& key, Number& number) {
        const std::string text = taken(key, std::to_string(number));
        const char* const end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, number);
        if (read.ec != std::errc{} || read.ptr != end) {
            throw Error(ErrorKind::usage, key + " is no number we can use: " + text);
        }
    }

    template <class Choice>
    void take(const std::string& key, Choice& choice, const std::map<std::string, Choice>& words) {
        const std::string word = taken(key, words.begin()->first);
        const auto found = words.find(word);
        if (found == words.end()) {
            throw Error(ErrorKind::usage, "no such " + key + ": " + word);
        }
        choice = found->second;
    }

    void check_all_taken() const {
        if (!values_.empty()) {
            throw Error(ErrorKind::usage, "no such key: " + values_.begin()->first);
        }
    }

private:
    std::string taken(const std::string& key, std::string otherwise) {
        const auto node = values_.extract(key);
        return node.empty() ? otherwise : node.mapped();
    }

    std::map<std::string, std::string> values_;
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File opened(const std::string& path) {
    File file(std::fopen(path.c_str(), "wb"), &std::fclose);
    if (!file) {
        throw system_error(ErrorKind::store, path);
    }
    return file;
}

// What a table holds, as JSON.
void tell(std::initializer_list<std::pair<const char*, std::uint64_t>> counts) {
    std::cout << R"({"synthetic": true)";
    for (const auto& [name, count] : counts) {
        std::cout << R"(, ")" << name << R"(": )" << count;
    }
    std::cout << "}\n";
}

void attendance(const std::string& path, Given& given) {
    AttendanceTable table;
    given.take("order", table.order,
               {{"date", RowOrder::by_date},
                {"pupil", RowOrder::by_pupil},
                {"shuffled", RowOrder::shuffled}});
    given.take(
        "form", table.form,
        {{"plain", RowForm::plain}, {"quoted", RowForm::quoted}, {"ragged", RowForm::ragged}});
    given.take("pupils", table.pupils);
    given.take("first_pupil", table.first_pupil);
    given.take("days", table.days);
    given.take("schools", table.schools);
    given.take("dirt_per_million", table.dirt_per_million);
    given.take("seed", table.seed);
    given.check_all_taken();
    const PlantedMarks planted = write_attendance(table, opened(path).get());
    tell({{"rows", planted.rows},
          {"dup_identical", planted.duplicates},
          {"dup_conflict", planted.conflicts},
          {"unknown_marks", planted.unknown}});
}

void questionnaires(const std::string& path, Given& given) {
    QuestionnaireTable table;
    given.take("people", table.people);
    given.take("forms", table.forms);
    given.take("services", table.services);
    given.take("seed", table.seed);
    given.check_all_taken();
    const PlantedForms planted = write_questionnaires(table, opened(path).get());
    tell({{"rows", planted.rows},
          {"episodes", planted.episodes},
          {"pairs", planted.pairs},
          {"improved", planted.improved},
          {"worse", planted.worse}});
}

void offences(const std::string& paths, Given& given) {
    OffenceTable table;
    given.take("people", table.people);
    given.take("offences", table.offences);
    given.take("services", table.services);
    given.take("seed", table.seed);
    given.check_all_taken();
    const std::size_t comma = paths.find(',');
    if (comma == std::string::npos) {
        throw Error(ErrorKind::usage, "two files are needed: EVENTS_FILE,OFFENCES_FILE");
    }
    const PlantedOffences planted = write_offences(table, opened(paths.substr(0, comma)).get(),
                                                   opened(paths.substr(comma + 1)).get());
    tell({{"rows", planted.rows},
          {"offenders", planted.offenders},
          {"reoffenders", planted.reoffenders},
          {"reoffences", planted.reoffences}});
}

void write_table(int count, char** arguments) {
    using Writer = void (*)(const std::string&, Given&);
    static const std::map<std::string, Writer> kinds{
        {"attendance", attendance}, {"questionnaires", questionnaires}, {"offences", offences}};
    const auto kind = count < 3 ? kinds.end() : kinds.find(arguments[1]);
    if (kind == kinds.end()) {
        throw Error(ErrorKind::usage, usage);
    }
    Given given(arguments + 3, arguments + count);
    kind->second(arguments[2], given);
}

}  // namespace
}  // namespace waymark::bench

int main(int argc, char** argv) {
    try {
        waymark::bench::write_table(argc, argv);
    } catch (const waymark::Error& error) {
        std::cerr << "bench_table: " << error.what() << '\n';
        return waymark::exit_code(error.kind());
    }
    return 0;
}
