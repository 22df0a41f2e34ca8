package dev.vitrine.platform.testing;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The spans that this JVM has ended and would export: those that are sampled. Found by the SDK as
 * any extension on the class path is. Safe for any thread.
 */
public final class CapturedSpans implements AutoConfigurationCustomizerProvider {
  private static final CopyOnWriteArrayList<SpanData> SPANS = new CopyOnWriteArrayList<>();

  /** The spans of a trace so far, in the order of their ends. */
  public static List<SpanData> of(String traceId) {
    return SPANS.stream().filter(span -> span.getTraceId().equals(traceId)).toList();
  }

  @Override
  public void customize(AutoConfigurationCustomizer configuration) {
    configuration.addTracerProviderCustomizer((provider, properties) ->
        provider.addSpanProcessor(SimpleSpanProcessor.create(new Exporter())));
  }

  private static final class Exporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      SPANS.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
