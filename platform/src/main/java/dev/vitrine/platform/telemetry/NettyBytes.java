package dev.vitrine.platform.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Gives the memory of Netty's allocator its unit, which Micrometer leaves out, and takes the number
 * of the allocator away: there is one, and its number is another in each process.
 */
final class NettyBytes implements MeterFilter {
  @Override
  public Meter.Id map(Meter.Id id) {
    if (!id.getName().startsWith("netty.allocator.")) {
      return id;
    }
    List<Tag> tags =
        StreamSupport.stream(id.getTagsAsIterable().spliterator(), false)
            .filter(tag -> !tag.getKey().equals("id"))
            .toList();
    Meter.Id named = id.replaceTags(tags);
    return id.getName().contains(".memory.") ? named.withBaseUnit("bytes") : named;
  }
}
