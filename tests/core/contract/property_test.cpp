// SPDX-License-Identifier: MIT
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "contract/document.hpp"
#include "contract/parameter_value.hpp"
#include "example.hpp"

namespace waymark::contract {

using nlohmann::json;

// All places of a JSON value, as pointers.
static std::vector<std::string> places(const json& value) {
    std::vector<std::string> out;
    const json flat = value.flatten();
    for (const auto& member : flat.items()) {
        out.push_back(member.key());
    }
    return out;
}

TEST_CASE("A description with any one value replaced is read or refused, never worse",
          "[contract]") {
    const json right = example();
    const auto pointers = places(right);
    const std::vector<json> values{nullptr,
                                   true,
                                   -1,
                                   1e300,
                                   "",
                                   "x",
                                   json::array(),
                                   json::object(),
                                   json::array({nullptr, "x", 3})};
    CHECK(rc::check([&] {
        json changed = right;
        const int times = *rc::gen::inRange(1, 4);
        for (int i = 0; i < times; ++i) {
            const auto pointer = json::json_pointer(*rc::gen::elementOf(pointers));
            // By index: rapidcheck shows what it draws, and a JSON scalar is a range of itself.
            const json& value = values[*rc::gen::inRange<std::size_t>(0, values.size())];
            if (changed.contains(pointer)) {
                changed[pointer] = value;
            }
        }
        const std::string faults = faults_of(changed.dump());
        RC_ASSERT(faults.empty() || faults.starts_with("the description of measure"));
    }));
}

TEST_CASE("A description cut or damaged at any byte is read or refused, never worse",
          "[contract]") {
    const std::string right = example().dump();
    CHECK(rc::check([&] {
        std::string text = right;
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        if (*rc::gen::arbitrary<bool>()) {
            text.resize(at);
        } else {
            text[at] = *rc::gen::arbitrary<char>();
        }
        const std::string faults = faults_of(text);
        RC_ASSERT(faults.empty() || faults.starts_with("the description "));
    }));
}

TEST_CASE("CSV written by the rules of RFC 4180 is read back", "[contract]") {
    CHECK(rc::check([] {
        const auto width = *rc::gen::inRange<std::size_t>(1, 5);
        const auto cell =
            rc::gen::container<std::string>(rc::gen::elementOf(std::string("a,\"\n\r ")));
        const auto cells = rc::gen::container<std::vector<std::string>>(width, cell);
        const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(cells);
        std::string text;
        json expected = json::array();
        for (std::size_t i = 0; i < width; ++i) {
            text += (i > 0 ? ",c" : "c") + std::to_string(i);
        }
        for (const auto& row : rows) {
            text += "\n";
            json record = json::object();
            for (std::size_t i = 0; i < width; ++i) {
                text += i > 0 ? ",\"" : "\"";
                for (const char c : row[i]) {
                    text += c == '"' ? std::string("\"\"") : std::string(1, c);
                }
                text += '"';
                record["c" + std::to_string(i)] = row[i];
            }
            expected.push_back(record);
        }
        ErrorList errors;
        RC_ASSERT(csv_document(text, "doc", json(), errors) == expected);
        RC_ASSERT(errors.size() == 0U);
    }));
}

TEST_CASE("The text of a number reads back to the number and has no exponent", "[contract]") {
    CHECK(rc::check([](double number) {
        const std::string text = number_text(number);
        RC_ASSERT(std::stod(text) == number);
        RC_ASSERT(text.find('e') == std::string::npos);
    }));
    CHECK(number_text(0.5) == "0.5");
    CHECK(number_text(1e6) == "1000000");
}

}  // namespace waymark::contract
