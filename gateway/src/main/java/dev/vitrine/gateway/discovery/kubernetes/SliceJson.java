package dev.vitrine.gateway.discovery.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.gateway.discovery.kubernetes.EndpointSlice.AddressType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads EndpointSlices, lists of them and events about them from the JSON of the Kubernetes API.
 * What the gateway has no use for is skipped, not kept, and may be of any form.
 */
final class SliceJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private SliceJson() {}

  private record Metadata(
      @Nullable String name,
      @Nullable String resourceVersion,
      @JsonProperty("continue") @Nullable String next) {}

  private record Conditions(
      @Nullable Boolean ready, @Nullable Boolean serving, @Nullable Boolean terminating) {
    static final Conditions NONE = new Conditions(null, null, null);
  }

  private record Target(@Nullable String uid) {}

  private record WireEndpoint(
      @Nullable List<@Nullable String> addresses,
      @Nullable Conditions conditions,
      @Nullable Target targetRef,
      @Nullable String zone) {}

  private record WirePort(
      @Nullable String name, @Nullable String protocol, @Nullable Integer port) {}

  /** A slice, or the {@code Status} that an {@code ERROR} has in its place. */
  private record WireObject(
      @Nullable Metadata metadata,
      @Nullable String addressType,
      @Nullable List<@Nullable WireEndpoint> endpoints,
      @Nullable List<@Nullable WirePort> ports,
      @Nullable Integer code) {}

  private record WireList(
      @Nullable Metadata metadata, @Nullable List<@Nullable WireObject> items) {}

  private record WireEvent(@Nullable String type, @Nullable WireObject object) {}

  /**
   * Reads one page of a list.
   *
   * @throws IOException where it is none
   */
  static ListResult.Page page(InputStream json) throws IOException {
    WireList list = MAPPER.readValue(json, WireList.class);
    if (list == null || list.metadata() == null || list.metadata().resourceVersion() == null) {
      throw new IOException("a list without metadata");
    }
    Metadata metadata = list.metadata();
    List<EndpointSlice> slices =
        present(list.items()).stream().map(SliceJson::slice).flatMap(Optional::stream).toList();
    return new ListResult.Page(slices, text(metadata.next()), text(metadata.resourceVersion()));
  }

  /**
   * Reads one event of a watch.
   *
   * @return empty for a type that is not known, or an object that cannot be used
   * @throws IOException where it is no event
   */
  static Optional<WatchEvent> event(InputStream json) throws IOException {
    WireEvent event = MAPPER.readValue(json, WireEvent.class);
    if (event == null || event.type() == null || event.object() == null) {
      throw new IOException("an event without type or object");
    }
    WireObject object = event.object();
    return switch (event.type()) {
      case "ADDED", "MODIFIED" -> slice(object).map(WatchEvent.Changed::new);
      case "DELETED" -> slice(object).map(WatchEvent.Deleted::new);
      case "BOOKMARK" -> bookmark(object);
      case "ERROR" -> Optional.of(new WatchEvent.Failed(failure(object)));
      default -> Optional.empty();
    };
  }

  private static Optional<WatchEvent> bookmark(WireObject object) {
    Metadata metadata = object.metadata();
    String version = metadata == null ? "" : text(metadata.resourceVersion());
    return version.isEmpty() ? Optional.empty() : Optional.of(new WatchEvent.Bookmark(version));
  }

  private static Failure failure(WireObject status) {
    return Failure.ofStatus(status.code() == null ? 500 : status.code(), "the watch");
  }

  private static Optional<EndpointSlice> slice(WireObject slice) {
    Metadata metadata = slice.metadata();
    String name = metadata == null ? "" : text(metadata.name());
    if (metadata == null || name.isEmpty()) {
      return Optional.empty();
    }
    return addressType(slice.addressType())
        .map(type ->
            new EndpointSlice(
                name,
                text(metadata.resourceVersion()),
                type,
                present(slice.endpoints()).stream()
                    .map(SliceJson::endpoint)
                    .flatMap(Optional::stream)
                    .toList(),
                present(slice.ports()).stream()
                    .map(SliceJson::port)
                    .flatMap(Optional::stream)
                    .toList()));
  }

  private static Optional<AddressType> addressType(@Nullable String type) {
    return switch (text(type)) {
      case "IPv4" -> Optional.of(AddressType.IPV4);
      case "IPv6" -> Optional.of(AddressType.IPV6);
      case "FQDN" -> Optional.of(AddressType.FQDN);
      default -> Optional.empty();
    };
  }

  /** {@code ready: nil} is true, {@code serving: nil} as ready, {@code terminating: nil} false. */
  private static Optional<EndpointSlice.Endpoint> endpoint(WireEndpoint endpoint) {
    List<String> addresses = present(endpoint.addresses());
    if (addresses.isEmpty() || addresses.getFirst().isEmpty()) {
      return Optional.empty();
    }
    Conditions conditions = endpoint.conditions() == null ? Conditions.NONE : endpoint.conditions();
    boolean ready = !Boolean.FALSE.equals(conditions.ready());
    boolean serving = conditions.serving() == null ? ready : conditions.serving();
    Target target = endpoint.targetRef();
    return Optional.of(
        new EndpointSlice.Endpoint(
            addresses.getFirst(),
            target == null ? "" : text(target.uid()),
            ready,
            serving,
            Boolean.TRUE.equals(conditions.terminating()),
            Optional.ofNullable(endpoint.zone()).filter(zone -> !zone.isEmpty())));
  }

  private static Optional<EndpointSlice.Port> port(WirePort port) {
    String protocol = text(port.protocol());
    boolean tcp = protocol.isEmpty() || protocol.equals("TCP");
    Integer number = port.port();
    return tcp && number != null && number >= 1 && number <= 65_535
        ? Optional.of(new EndpointSlice.Port(text(port.name()), number))
        : Optional.empty();
  }

  private static <T> List<T> present(@Nullable List<@Nullable T> list) {
    return list == null ? List.of() : list.stream().filter(it -> it != null).toList();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
