package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;

class SpanTypeTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void whatASampledTraceCallsHasASpanOfItsOwn() {
    SpanType.Spans spans = spans(Sampler.alwaysOn());
    Span caller = spans.start("GET", Context.root());

    Span called = spans.start("GET", Context.root().with(caller));

    assertThat(called.isRecording()).isTrue();
    assertThat(called.getSpanContext().getTraceId())
        .isEqualTo(caller.getSpanContext().getTraceId());
    assertThat(called.getSpanContext().getSpanId())
        .isNotEqualTo(caller.getSpanContext().getSpanId());
  }

  /** Also where the caller has ended before, as where a client has left. */
  @Test
  void whatIsCalledAfterItsCallerHasEndedHasASpanOfItsOwn() {
    SpanType.Spans spans = spans(Sampler.alwaysOn());
    Span caller = spans.start("GET", Context.root());
    caller.end();

    assertThat(spans.start("GET", Context.root().with(caller)).isRecording()).isTrue();
  }

  @Test
  void whatATraceThatIsNotSampledCallsHasTheSpanOfItsCaller() {
    SpanType.Spans spans = spans(Sampler.alwaysOff());
    Span caller = spans.start("GET", Context.root());

    Span called = spans.start("GET", Context.root().with(caller));

    assertThat(caller.getSpanContext().isValid()).isTrue();
    assertThat(called).isSameAs(caller);
    assertThat(called.isRecording()).isFalse();
  }

  /** Whether it is sampled here is for the sampler to say. */
  @Test
  void whatATraceOfAnotherProcessCallsIsAskedFor() {
    SpanContext elsewhere =
        SpanContext.createFromRemoteParent(
            TRACE, "b7ad6b7169203331", TraceFlags.getDefault(), TraceState.getDefault());

    Span called = spans(Sampler.alwaysOn()).start("GET", Context.root().with(Span.wrap(elsewhere)));

    assertThat(called.isRecording()).isTrue();
    assertThat(called.getSpanContext().getTraceId()).isEqualTo(TRACE);
  }

  private static SpanType.Spans spans(Sampler sampler) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new SpanCounter()).build();
    return SpanType.UPSTREAM_ATTEMPT.spans(
        OpenTelemetrySdk.builder().setTracerProvider(provider).build());
  }
}
