package dev.vitrine.platform.telemetry;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;

/** The registry of a process, and in it the meters of the process itself. Safe for any thread. */
final class ProcessMeters implements AutoCloseable {
  private final PrometheusMeterRegistry registry = Exemplars.registry();
  // The JVM tells it of collections, and so holds it, and all that is measured here, until closed.
  private final JvmGcMetrics collections = new JvmGcMetrics();

  private ProcessMeters() {}

  static ProcessMeters of(ServiceIdentity identity) {
    ProcessMeters meters = new ProcessMeters();
    meters.bind(identity);
    return meters;
  }

  /** Where nothing is to be measured: whoever asks for a meter gets one that does nothing. */
  static ProcessMeters none() {
    ProcessMeters meters = new ProcessMeters();
    meters.registry.config().meterFilter(MeterFilter.deny());
    return meters;
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    collections.close();
    // Clients of Vert.x that are still to be cleaned up hold the registry, and gauges hold them.
    registry.clear();
    registry.close();
  }

  private void bind(ServiceIdentity identity) {
    // Before any meter, as filters have to be.
    registry.config().meterFilter(new NettyBytes());
    Metric.BUILD_INFO.gauge(registry, () -> 1, identity.version(), identity.commit());
    Metric.PROCESS_CLOCK.gauge(registry, () -> System.currentTimeMillis() / 1000.0);
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    if (VertxByteBufAllocator.POOLED_ALLOCATOR instanceof ByteBufAllocatorMetricProvider buffers) {
      new NettyAllocatorMetrics(buffers).bindTo(registry);
    }
  }
}
