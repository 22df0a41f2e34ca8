package dev.vitrine.observability.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricNamesTest {
  @Test
  void areWhatIsNeitherFunctionNorLabelNorText() {
    String expression =
        "histogram_quantile(0.99, sum by (job, le) (rate(lag_seconds_bucket{job=~\"other_name\"}[5m])))"
            + " >= 0 or on() vector(0) unless slo:total:rate5m offset 1m";

    assertThat(MetricNames.in(expression))
        .containsExactly("lag_seconds_bucket", "slo:total:rate5m");
  }

  @Test
  void areFoundBesideNumbers() {
    assertThat(MetricNames.in("clamp_min(a_total, 1e-9) * 2 > bool b and (max without (le) (c))"))
        .containsExactly("a_total", "b", "c");
  }
}
