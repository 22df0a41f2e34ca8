package dev.vitrine.observability.rule;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.PromDuration;
import dev.vitrine.observability.slo.Severity;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.slo.Thresholds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Alerts of what keeps requests from being answered: processes, endpoints, keys, certificates. */
final class TrafficAlerts {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Slo slo;
  private final Thresholds thresholds;
  private final TimeScale scale;

  TrafficAlerts(Slo slo, TimeScale scale) {
    this.slo = slo;
    this.thresholds = slo.alerts();
    this.scale = scale;
  }

  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    rules.add(targetDown());
    slo.services().forEach(service -> rules.add(targetAbsent(service)));
    rules.add(noReadyEndpoint());
    rules.add(ejectionStorm());
    rules.add(discoveryStale());
    rules.add(refused("configuration", "gateway_config_faulty"));
    rules.add(refused("certificate", "gateway_certificate_faulty"));
    rules.add(certificate(Severity.TICKET, thresholds.certificateTicket()));
    rules.add(certificate(Severity.PAGE, thresholds.certificatePage()));
    rules.add(tokenKeysOld());
    rules.add(tokenKeysNone());
    return rules;
  }

  private static Alert targetDown() {
    return Alert.of("TargetDown", Severity.TICKET, "up", "== 0")
        .holding(MINUTE)
        .saying(
            "{{ $labels.job }} at {{ $labels.instance }} cannot be scraped",
            "Prometheus gets no metrics of this process: it is gone, hangs, or cannot be reached.")
        .shownBy(Board.TELEMETRY, "");
  }

  /** Of one service, by its name: what is not found has no labels that a template could show. */
  private static Alert targetAbsent(String service) {
    String up = "up{job=\"" + service + "\"}";
    return Alert.finding("TargetAbsent", Severity.PAGE, up, "absent(" + up + " == 1)")
        .holding(MINUTE)
        .with("job", service)
        .saying(
            "No process of " + service + " is up",
            "Prometheus knows no process of it, or can scrape none.")
        .shownBy(Board.OVERVIEW, "var-service=" + service);
  }

  private static Alert noReadyEndpoint() {
    return Alert.of(
            "NoReadyEndpoint",
            Severity.PAGE,
            "sum by (job, instance, upstream) (gateway_upstream_endpoints{state=\"ready\"})",
            "== 0")
        .holding(Duration.ofSeconds(15))
        .saying(
            "The gateway has no ready endpoint of {{ $labels.upstream }}",
            "Requests to {{ $labels.upstream }} wait a second for an endpoint and are then answered with 503.")
        .shownBy(Board.GATEWAY, "var-upstream={{ $labels.upstream }}");
  }

  /**
   * A number, not a rate: an endpoint that fails all the time is out for longer each time, 8 times
   * in its first five minutes. Of two endpoints the gateway ejects one, whether one fails or both.
   */
  private Alert ejectionStorm() {
    return Alert.of(
            "EjectionStorm",
            Severity.TICKET,
            "sum by (upstream) (increase(gateway_ejections_total[%s]))"
                .formatted(range(Duration.ofMinutes(5))),
            ">= " + thresholds.ejections())
        .holding(MINUTE)
        .saying(
            "Endpoints of {{ $labels.upstream }} were ejected {{ $value | printf \"%.0f\" }} times in five minutes",
            "Endpoints that say they are ready meet requests with 5xx, or refuse connections.")
        .shownBy(Board.GATEWAY, "var-upstream={{ $labels.upstream }}");
  }

  private Alert discoveryStale() {
    return Alert.of(
            "DiscoveryStale",
            Severity.TICKET,
            "gateway_discovery_snapshot_age_seconds",
            "> " + seconds(scale.age(thresholds.discoveryAge())))
        .holding(MINUTE)
        .saying(
            "The endpoints of {{ $labels.upstream }} are those of {{ $value | humanizeDuration }} ago",
            "Discovery ({{ $labels.source }}) has neither told nor confirmed them since: new endpoints get no requests.")
        .shownBy(Board.GATEWAY, "var-upstream={{ $labels.upstream }}");
  }

  /** Nobody notices until the gateway starts again: then it does not. */
  private static Alert refused(String file, String faulty) {
    return Alert.of("ConfigurationRefused", Severity.TICKET, faulty, "== 1")
        .holding(Duration.ofMinutes(5))
        .with("file", file)
        .saying(
            "{{ $labels.instance }} does not use its " + file + " as it is now",
            "It has faults, or something that only a restart takes over: /upstreams says what. The gateway goes on with what it had before.")
        .shownBy(Board.GATEWAY, "");
  }

  private static Alert certificate(Severity severity, Duration before) {
    return Alert.of(
            "CertificateExpiry",
            severity,
            "gateway_certificate_expiry_seconds",
            "< " + seconds(before))
        .holding(Duration.ofMinutes(5))
        .saying(
            "The certificate of {{ $labels.instance }} expires in {{ $value | humanizeDuration }}",
            "From then on no client connects. A new one is taken over from its files without a restart.")
        .shownBy(Board.GATEWAY, "");
  }

  private Alert tokenKeysOld() {
    return Alert.of(
            "TokenKeysStale",
            Severity.TICKET,
            "gateway_token_keys_age_seconds",
            "> " + seconds(scale.age(thresholds.tokenKeysAge())))
        .holding(MINUTE)
        .saying(
            "The keys that verify tokens are {{ $value | humanizeDuration }} old",
            "They could not be fetched since; tokens signed with a newer key are refused.")
        .shownBy(Board.GATEWAY, "");
  }

  private static Alert tokenKeysNone() {
    return Alert.of("TokenKeysStale", Severity.PAGE, "gateway_token_keys", "== 0")
        .holding(MINUTE)
        .saying(
            "{{ $labels.instance }} has no key that verifies tokens",
            "Every request that needs a token is refused.")
        .shownBy(Board.GATEWAY, "");
  }

  private String range(Duration window) {
    return PromDuration.of(scale.window(window));
  }

  static String seconds(Duration duration) {
    return number(duration.toMillis() / 1000.0);
  }

  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
