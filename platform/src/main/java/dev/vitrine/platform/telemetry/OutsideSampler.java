package dev.vitrine.platform.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples what comes from outside as if it began here: neither the flag that a stranger has set,
 * nor the trace id that it has chosen, which a ratio would be taken of, makes us record more or
 * less.
 */
final class OutsideSampler implements Sampler {
  private static final ContextKey<Boolean> OUTSIDE = ContextKey.named("vitrine-outside");

  private final Sampler sampler;
  private final IdGenerator ids = IdGenerator.random();

  OutsideSampler(Sampler sampler) {
    this.sampler = sampler;
  }

  /** The trace that a stranger says its request belongs to, and nothing else of what it says. */
  static Context outside(Context extracted) {
    return Context.root().with(Span.fromContext(extracted)).with(OUTSIDE, true);
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SpanContext span = Span.fromContext(parent).getSpanContext();
    return span.isRemote() && parent.get(OUTSIDE) != null
        ? sampler.shouldSample(Context.root(), ids.generateTraceId(), name, kind, attributes, links)
        : sampler.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "OutsideSampler{" + sampler.getDescription() + "}";
  }
}
