package dev.vitrine.observability.dashboard;

import dev.vitrine.observability.name.Recorded;

/**
 * The expressions that panels are made of. Where there is no traffic they are 0, not nothing, as
 * long as Prometheus scrapes any process of ours: a panel without data says that nobody watches.
 */
final class Promql {
  /** The histogram of the requests served. */
  static final String SERVED = "http_server_request_duration_seconds";

  /** The histogram of the attempts at upstreams. */
  static final String SENT = "http_client_request_duration_seconds";

  /** The histogram of statements. */
  static final String STATEMENTS = "db_client_operation_duration_seconds";

  /** Before the first of what is counted there is no series. */
  static final String OR_ZERO = " or on() (0 * count(build_info))";

  private Promql() {}

  /** How much a counter grows a second, over all series. */
  static String rate(String counter, String selector) {
    return "sum(" + plainRate(counter, selector) + ")" + OR_ZERO;
  }

  /** How much a counter grows a second, by labels; one series of 0 where there is none. */
  static String rateBy(String labels, String counter, String selector) {
    return sumBy(labels, counter, selector) + OR_ZERO;
  }

  /** Part of a histogram's observations that is of one kind. */
  static String part(String histogram, String selector, String kind) {
    return "(sum(%s) or on() (0 * count(build_info))) / clamp_min(sum(%s), 1e-9) or on() (0 * count(build_info))"
        .formatted(
            plainRate(histogram + "_count", selector + "," + kind),
            plainRate(histogram + "_count", selector));
  }

  /** Part of a histogram's observations that is of one kind, by labels. */
  static String partBy(String labels, String histogram, String selector, String kind) {
    String all = sumBy(labels, histogram + "_count", selector);
    return "(%s or 0 * %s) / clamp_min(%s, 1e-9)%s"
        .formatted(sumBy(labels, histogram + "_count", selector + "," + kind), all, all, OR_ZERO);
  }

  /** A percentile of a histogram, over all series. */
  static String quantile(double quantile, String histogram, String selector) {
    return "histogram_quantile(%s, sum by (le) (%s)) >= 0 or on() (0 * count(build_info))"
        .formatted(quantile, plainRate(histogram + "_bucket", selector));
  }

  /** A percentile of a histogram, by labels; 0 where nothing was observed. */
  static String quantileBy(String labels, double quantile, String histogram, String selector) {
    return "histogram_quantile(%s, sum by (%s, le) (%s)) >= 0 or 0 * %s%s"
        .formatted(
            quantile,
            labels,
            plainRate(histogram + "_bucket", selector),
            sumBy(labels, histogram + "_count", selector),
            OR_ZERO);
  }

  /** The average of what a summary or a histogram has observed, by labels. */
  static String averageBy(String labels, String observed, String selector) {
    return "%s / clamp_min(%s, 1e-9)%s"
        .formatted(
            sumBy(labels, observed + "_sum", selector),
            sumBy(labels, observed + "_count", selector),
            OR_ZERO);
  }

  /** How many observations a histogram's buckets got, for a heatmap. */
  static String buckets(String histogram, String selector) {
    // A band needs its bound, also where nothing was counted yet.
    return "sum by (le) (increase(%s_bucket{%s}[$__rate_interval])) or on() label_replace(0 * count(build_info), \"le\", \"+Inf\", \"\", \"\")"
        .formatted(histogram, selector);
  }

  /** What is left of budgets; all, where no request has counted yet. */
  static String budgetLeft(String selector) {
    return "1 * %s%s or 1 + 0 * %s"
        .formatted(Recorded.BUDGET_LEFT, selector, watched(Recorded.OBJECTIVE + selector));
  }

  /** What rules say by themselves, as long as there is somebody of whom they say it. */
  static String watched(String series) {
    return "(" + series + " and on() build_info)";
  }

  private static String sumBy(String labels, String counter, String selector) {
    return "sum by (" + labels + ") (" + plainRate(counter, selector) + ")";
  }

  private static String plainRate(String counter, String selector) {
    return "rate(%s{%s}[$__rate_interval])".formatted(counter, selector);
  }
}
