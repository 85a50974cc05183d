// SPDX-License-Identifier: MIT
#include "tidy/function_length.hpp"

#include <catch2/catch.hpp>

namespace waymark::tidy {

// A function whose signature, body and closing brace take `count` lines.
static std::string function_of(std::size_t count, const std::string& signature) {
    std::string text = signature + " {\n";
    for (std::size_t i = 2; i < count; ++i) {
        text += "    step();\n";
    }
    return text + "}\n";
}

static Violations found_in(const std::string& text) {
    return long_functions({{"a.cpp", text}});
}

TEST_CASE("A function may have 70 lines and not one more", "[tidy]") {
    CHECK(found_in(function_of(70, "void f()")).empty());

    const auto found = found_in("int before;\n\n" + function_of(71, "void f()"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].line == 3);
    CHECK(found[0].what == "a function of 71 lines, at most 70");
}

TEST_CASE("Members, constructors, tests, lambdas and C functions are measured", "[tidy]") {
    const auto* signature =
        GENERATE("Foo::Foo(int a) : a_(a), b_{}", "auto f() const noexcept -> std::map<int, int>",
                 "TEST_CASE(\"A claim with a { in it\", \"[tidy]\")",
                 "static const auto table = []", "auto f = [&](int x)",
                 "struct wm_error* fail(void)", "bool operator<(const A& a, const B<int>& b)",
                 "template <typename T, std::enable_if_t<(sizeof(T) > 1)>>\nvoid f(T x)");
    CAPTURE(signature);
    CHECK(found_in(function_of(72, signature)).size() == 1);
}

TEST_CASE("Types, namespaces and tables may be long; a function in them may not", "[tidy]") {
    const auto* signature = GENERATE("namespace a::b", "struct Foo",
                                     "class alignas(64) Foo final : public Bar<int(int)>",
                                     "enum class E : std::uint8_t", "extern \"C\"",
                                     "const std::map<int, std::function<void(int)>> table =",
                                     "const std::array<std::function<void(int)>, 90> table");
    CAPTURE(signature);
    CHECK(found_in(function_of(200, signature)).empty());

    const std::string inner = function_of(71, "void f()");
    const auto found = found_in(std::string(signature) + " {\n" + inner + "}\n");
    CHECK(found.size() == 1);
}

TEST_CASE("Braces in comments, literals and macros do not count", "[tidy]") {
    const std::string text =
        "#define OPEN {   \\\n    {\n"
        "void f() {  // {\n"
        "    /* { { \n { */ g(\"{\\\"{\", '{', R\"x({ )\" {)x\", 1'000'000, u8\"{\");\n"
        "}\n";
    const std::string code = bare_code(text);
    CHECK(std::count(code.begin(), code.end(), '{') == 1);
    CHECK(std::count(code.begin(), code.end(), '}') == 1);
    CHECK(std::count(code.begin(), code.end(), '\n') == std::count(text.begin(), text.end(), '\n'));
    CHECK(found_in(text + function_of(70, "void g()") + function_of(71, "void h()")).size() == 1);
}

}  // namespace waymark::tidy
