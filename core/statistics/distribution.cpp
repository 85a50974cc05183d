// SPDX-License-Identifier: MIT
#include "statistics/distribution.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "base/error.hpp"

namespace waymark::statistics {

// The probability above the upper limit. Quantiles are taken of it, not of 1 minus it, so that high
// confidences lose no digits.
static double upper_tail(double confidence) {
    check(confidence > 0.0 && confidence < 1.0, "confidence lies between 0 and 1");
    return (1.0 - confidence) / 2.0;
}

double two_sided_z(double confidence) {
    return quantile(complement(boost::math::normal(), upper_tail(confidence)));
}

double two_sided_t(double confidence, double degrees_of_freedom) {
    check(degrees_of_freedom > 0.0, "degrees of freedom are positive");
    return quantile(
        complement(boost::math::students_t(degrees_of_freedom), upper_tail(confidence)));
}

double chi_squared_quantile(double probability, double degrees_of_freedom) {
    check(probability > 0.0 && probability < 1.0, "probability lies between 0 and 1");
    check(degrees_of_freedom > 0.0, "degrees of freedom are positive");
    return quantile(boost::math::chi_squared(degrees_of_freedom), probability);
}

double half_step_gamma_ratio(double x) {
    check(x > 0.0, "gamma is asked for a positive number");
    return 1.0 / boost::math::tgamma_delta_ratio(x, 0.5);
}

}  // namespace waymark::statistics
