package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.CapturedSpans;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutsideSamplerTest {
  private static final String LOWEST = "00000000000000000000000000000001";

  @Test
  void samplesStrangersByTheRatioWhateverFlagAndIdTheyChoose() {
    OutsideSampler sampler =
        new OutsideSampler(Sampler.parentBased(Sampler.traceIdRatioBased(0.1)));

    for (TraceFlags flags : new TraceFlags[] {TraceFlags.getSampled(), TraceFlags.getDefault()}) {
      Context stranger = OutsideSampler.outside(remote(flags));

      long sampled = IntStream.range(0, 10_000).filter(i -> isSampled(sampler, stranger)).count();

      assertThat(sampled).isBetween(850L, 1_150L);
    }
  }

  @Test
  void believesThoseThatAreNotStrangers() {
    OutsideSampler sampler = new OutsideSampler(Sampler.parentBased(Sampler.alwaysOff()));

    assertThat(isSampled(sampler, remote(TraceFlags.getSampled()))).isTrue();
    assertThat(isSampled(sampler, remote(TraceFlags.getDefault()))).isFalse();
  }

  @Test
  void continuesTheTraceOfAStrangerUnsampled() throws Exception {
    assertThat(spansOf("4bf92f3577b34da6a3ce929d0e0e4736", "01", false, "0.0")).isZero();
    assertThat(spansOf("4bf92f3577b34da6a3ce929d0e0e4737", "00", false, "1.0")).isEqualTo(1);
    assertThat(spansOf("4bf92f3577b34da6a3ce929d0e0e4738", "01", true, "0.0")).isEqualTo(1);
    assertThat(spansOf("4bf92f3577b34da6a3ce929d0e0e4739", "00", true, "1.0")).isZero();
  }

  /** How many spans a request makes that says it belongs to a trace, over a real socket. */
  private static int spansOf(String traceId, String flags, boolean trusted, String ratio)
      throws Exception {
    Telemetry telemetry =
        Telemetry.start(
            new ServiceIdentity("edge", "test"),
            new TelemetryConfig(
                new LogConfig(LogConfig.Level.ERROR, LogConfig.Format.JSON, false, 1.0),
                new MetricsConfig(true),
                1),
            Map.of("OTEL_TRACES_SAMPLER_ARG", ratio),
            request -> trusted);
    try {
      HttpServer server =
          TestTelemetry.await(
              telemetry
                  .vertx()
                  .createHttpServer()
                  .requestHandler(request ->
                      request
                          .response()
                          .end(Exchange.current().flatMap(Exchange::traceId).orElseThrow()))
                  .listen(0, "127.0.0.1"));

      String continued =
          TestClient.of(server.actualPort())
              .get("/", "traceparent", "00-" + traceId + "-00f067aa0ba902b7-" + flags)
              .body();

      assertThat(continued).isEqualTo(traceId);
    } finally {
      telemetry.stop();
    }
    return CapturedSpans.of(traceId).size();
  }

  private static boolean isSampled(Sampler sampler, Context parent) {
    return sampler
            .shouldSample(parent, LOWEST, "GET", SpanKind.SERVER, Attributes.empty(), List.of())
            .getDecision()
        == SamplingDecision.RECORD_AND_SAMPLE;
  }

  private static Context remote(TraceFlags flags) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    LOWEST, "00f067aa0ba902b7", flags, TraceState.getDefault())));
  }
}
