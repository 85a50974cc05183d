// SPDX-License-Identifier: MIT
#include "statistics/interrupted_series.hpp"

#include <cmath>
#include <vector>

namespace waymark::statistics {

static constexpr std::size_t fewest_points = 8;
static constexpr std::size_t terms = 4;
using Row = std::array<double, terms>;
using Square = std::array<Row, terms>;

static Row design_row(std::size_t point, std::size_t points_before) {
    const auto t = static_cast<double>(point + 1);
    if (point < points_before) {
        return {1.0, t, 0.0, 0.0};
    }
    return {1.0, t, 1.0, t - static_cast<double>(points_before)};
}

static double dot(const Row& left, const Row& right) {
    double sum = 0.0;
    for (std::size_t j = 0; j < terms; ++j) {
        sum += left[j] * right[j];
    }
    return sum;
}

// Turns `x` into R (its first rows) and `y` into Q'y by Householder reflections. QR and not the
// normal equations, which square the condition of a design whose columns grow with time.
static void triangularise(std::vector<Row>& x, std::vector<double>& y) {
    for (std::size_t k = 0; k < terms; ++k) {
        double squares = 0.0;
        for (std::size_t i = k; i < x.size(); ++i) {
            squares += x[i][k] * x[i][k];
        }
        const double diagonal = -std::copysign(std::sqrt(squares), x[k][k]);
        std::vector<double> mirror(x.size());
        for (std::size_t i = k; i < x.size(); ++i) {
            mirror[i] = x[i][k];
        }
        mirror[k] -= diagonal;
        const double half_norm = squares - diagonal * x[k][k];
        const auto reflect = [&](auto&& at) {
            double product = 0.0;
            for (std::size_t i = k; i < x.size(); ++i) {
                product += mirror[i] * at(i);
            }
            for (std::size_t i = k; i < x.size(); ++i) {
                at(i) -= product / half_norm * mirror[i];
            }
        };
        for (std::size_t j = k; j < terms; ++j) {
            reflect([&](std::size_t i) -> double& { return x[i][j]; });
        }
        reflect([&](std::size_t i) -> double& { return y[i]; });
    }
}

// Solves R b = right for the upper triangle in the first rows of `r`.
static Row back_substituted(const std::vector<Row>& r, const Row& right) {
    Row b{};
    for (std::size_t j = terms; j-- > 0;) {
        double rest = right[j];
        for (std::size_t k = j + 1; k < terms; ++k) {
            rest -= r[j][k] * b[k];
        }
        b[j] = rest / r[j][j];
    }
    return b;
}

// (X'X)^-1 = R^-1 R^-T.
static Square inverse_cross_product(const std::vector<Row>& r) {
    Square inverse{};
    for (std::size_t k = 0; k < terms; ++k) {
        Row unit{};
        unit[k] = 1.0;
        const Row column = back_substituted(r, unit);
        for (std::size_t i = 0; i < terms; ++i) {
            for (std::size_t j = 0; j < terms; ++j) {
                inverse[i][j] += column[i] * column[j];
            }
        }
    }
    return inverse;
}

// What each point adds to the coefficients' error: (X'X)^-1 x_t e_t.
static std::vector<Row> influences(std::size_t points_before, const std::vector<double>& residuals,
                                   const Square& inverse) {
    std::vector<Row> out(residuals.size());
    for (std::size_t t = 0; t < residuals.size(); ++t) {
        const Row row = design_row(t, points_before);
        for (std::size_t j = 0; j < terms; ++j) {
            out[t][j] = dot(inverse[j], row) * residuals[t];
        }
    }
    return out;
}

static Square newey_west_covariance(const std::vector<Row>& influence, const NeweyWest& errors) {
    const auto n = static_cast<double>(influence.size());
    const double correction = errors.small_sample ? n / (n - static_cast<double>(terms)) : 1.0;
    Square covariance{};
    for (std::size_t lag = 0; lag <= errors.lags && lag < influence.size(); ++lag) {
        const double weight =
            correction * (1.0 - static_cast<double>(lag) / static_cast<double>(errors.lags + 1));
        for (std::size_t t = lag; t < influence.size(); ++t) {
            const Row& here = influence[t];
            const Row& before = influence[t - lag];
            for (std::size_t i = 0; i < terms; ++i) {
                for (std::size_t j = 0; j < terms; ++j) {
                    const double both =
                        lag == 0 ? here[i] * here[j] : here[i] * before[j] + before[i] * here[j];
                    covariance[i][j] += weight * both;
                }
            }
        }
    }
    return covariance;
}

static std::optional<double> durbin_watson(const std::vector<double>& residuals, double squares) {
    if (squares == 0.0) {
        return std::nullopt;
    }
    double steps = 0.0;
    for (std::size_t t = 1; t < residuals.size(); ++t) {
        const double step = residuals[t] - residuals[t - 1];
        steps += step * step;
    }
    return steps / squares;
}

std::optional<InterruptedSeries> interrupted_series(std::span<const double> y,
                                                    std::size_t points_before,
                                                    const NeweyWest& errors) {
    const std::size_t n = y.size();
    if (points_before < fewest_points || n < points_before + fewest_points) {
        return std::nullopt;
    }
    std::vector<Row> r(n);
    for (std::size_t t = 0; t < n; ++t) {
        r[t] = design_row(t, points_before);
    }
    std::vector<double> rotated(y.begin(), y.end());
    triangularise(r, rotated);

    InterruptedSeries fit;
    fit.coefficients = back_substituted(r, {rotated[0], rotated[1], rotated[2], rotated[3]});
    std::vector<double> residuals(n);
    double squares = 0.0;
    for (std::size_t t = 0; t < n; ++t) {
        residuals[t] = y[t] - dot(design_row(t, points_before), fit.coefficients);
        squares += residuals[t] * residuals[t];
    }
    const Square inverse = inverse_cross_product(r);
    const Square robust =
        newey_west_covariance(influences(points_before, residuals, inverse), errors);
    for (std::size_t j = 0; j < terms; ++j) {
        fit.ordinary_errors[j] =
            std::sqrt(squares / static_cast<double>(n - terms) * inverse[j][j]);
        fit.newey_west_errors[j] = std::sqrt(robust[j][j]);
    }
    fit.jump.value = fit.coefficients[2] + fit.coefficients[3];
    fit.jump.standard_error = std::sqrt(robust[2][2] + robust[3][3] + 2.0 * robust[2][3]);
    fit.durbin_watson = durbin_watson(residuals, squares);
    return fit;
}

}  // namespace waymark::statistics
