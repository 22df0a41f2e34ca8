package dev.vitrine.observability.slo;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * From where on the alerts beside the objectives tell of something.
 *
 * @param ejections of an upstream's endpoints in five minutes
 * @param poolUse part of a pool's places, while somebody waits for one
 * @param eventLoopLag its 99th percentile
 * @param eventLoopOverdue how late one is that has not come yet
 * @param heapAfterCollection part of the old generation
 * @param seriesGrowth series of one process, more than at the least in six hours
 * @param series of one process, however long it has had them
 * @param restarts of one process in two hours
 * @param certificateTicket before a certificate expires, for somebody to look at
 * @param certificatePage before a certificate expires, for somebody to wake up
 * @param tokenKeysAge since the keys of tokens were fetched
 * @param discoveryAge since discovery last told or confirmed an upstream's endpoints
 * @param clockDrift of a process against Prometheus
 */
public record Thresholds(
    long ejections,
    double poolUse,
    Duration eventLoopLag,
    Duration eventLoopOverdue,
    double heapAfterCollection,
    long seriesGrowth,
    long series,
    long restarts,
    Duration certificateTicket,
    Duration certificatePage,
    Duration tokenKeysAge,
    Duration discoveryAge,
    Duration clockDrift) {

  public Thresholds {
    Require.that(
        certificatePage.compareTo(certificateTicket) < 0,
        "certificate-page",
        certificatePage,
        "less than certificate-ticket");
    part("pool-use", poolUse);
    part("heap-after-collection", heapAfterCollection);
  }

  private static void part(String key, double value) {
    Require.that(value > 0 && value < 1, key, value, "a number between 0 and 1");
  }
}
