package dev.vitrine.gateway.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.discovery.kubernetes.EndpointSlice.AddressType;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.HostPort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SliceCacheTest {
  private final SliceCache cache =
      new SliceCache(PortRef.of("http"), Optional.of(PortRef.of("management")));

  @Test
  void tellsAllThatASliceSaysOfAnEndpoint() {
    cache.put(Slices.of("s", Slices.ready(1)));

    assertThat(cache.reports())
        .containsExactly(
            new EndpointReport(
                new HostPort("10.0.0.1", 8080),
                "uid-1",
                Optional.of(new HostPort("10.0.0.1", 8081)),
                Condition.READY,
                Optional.of("a"),
                EndpointReport.DEFAULT_WEIGHT));
  }

  @Test
  void tellsServingAndTerminatingFromReadyAndNotReady() {
    cache.put(
        Slices.of(
            "s",
            Slices.pod(1, true, true, false),
            Slices.pod(2, false, true, true),
            Slices.pod(3, false, false, true),
            Slices.pod(4, false, false, false),
            Slices.pod(5, false, true, false),
            // Of a Service with publishNotReadyAddresses.
            Slices.pod(6, true, true, true)));

    assertThat(cache.reports())
        .extracting(EndpointReport::condition)
        .containsExactly(
            Condition.READY,
            Condition.TERMINATING,
            Condition.NOT_READY,
            Condition.NOT_READY,
            Condition.NOT_READY,
            Condition.TERMINATING);
  }

  @Test
  void unitesSlicesAndLetsTheBestEntryOfAnAddressCount() {
    cache.put(Slices.of("s-1", Slices.notReady(1), Slices.ready(2)));
    cache.put(Slices.of("s-2", Slices.ready(1), Slices.terminating(2), Slices.terminating(3)));
    cache.put(Slices.of("s-3", Slices.notReady(3)));

    assertThat(cache.reports())
        .extracting(report -> report.address().host() + " " + report.condition())
        .containsExactly("10.0.0.1 READY", "10.0.0.2 READY", "10.0.0.3 TERMINATING");
  }

  @Test
  void takesAnAddressThatAnotherPodHasNowForTheOther() {
    cache.put(Slices.of("s", renamed(Slices.terminating(1), "old"), Slices.ready(1)));

    assertThat(cache.reports()).extracting(EndpointReport::uid).containsExactly("uid-1");
  }

  @Test
  void takesAPodOfADualStackServiceOnce() {
    EndpointSlice.Endpoint six =
        new EndpointSlice.Endpoint("fd00::1", "uid-1", true, true, false, Optional.empty());
    EndpointSlice.Endpoint alone =
        new EndpointSlice.Endpoint("fd00::2", "", true, true, false, Optional.empty());
    cache.put(Slices.of("s-4", Slices.ready(1)));
    cache.put(Slices.of("a-6", AddressType.IPV6, six, alone));

    assertThat(cache.reports())
        .extracting(report -> report.address().toString())
        .containsExactlyInAnyOrder("10.0.0.1:8080", "[fd00::2]:8080");
  }

  @Test
  void takesAPodThatServesAtTwoPortsForTwoEndpoints() {
    EndpointSlice other =
        new EndpointSlice(
            "t",
            "1",
            AddressType.IPV4,
            List.of(Slices.ready(1)),
            List.of(new EndpointSlice.Port("http", 9090)));
    cache.put(Slices.of("s", Slices.ready(1)));
    cache.put(other);

    assertThat(cache.reports())
        .extracting(report -> report.address().port())
        .containsExactly(8080, 9090);
  }

  @Test
  void findsTheNumberOfANamedPortInEachSlice() {
    EndpointSlice other =
        new EndpointSlice(
            "t",
            "1",
            AddressType.IPV4,
            List.of(Slices.ready(2)),
            List.of(new EndpointSlice.Port("http", 9090)));
    cache.put(Slices.of("s", Slices.ready(1)));
    cache.put(other);

    assertThat(cache.reports())
        .extracting(report -> report.address() + " " + report.management().isPresent())
        .containsExactly("10.0.0.1:8080 true", "10.0.0.2:9090 false");
    assertThat(cache.unusable())
        .containsExactly("endpoints without the TCP port management are not probed");
  }

  @Test
  void takesAPortByItsNumberWhateverTheSliceSays() {
    SliceCache numbered = new SliceCache(PortRef.of("7000"), Optional.empty());
    numbered.put(Slices.of("s", Slices.ready(1)));

    assertThat(numbered.reports())
        .extracting(report -> report.address().toString())
        .containsExactly("10.0.0.1:7000");
  }

  @Test
  void leavesOutWhatItCannotUseAndSaysSo() {
    EndpointSlice.Endpoint name =
        new EndpointSlice.Endpoint("a.example", "", true, true, false, Optional.empty());
    cache.put(Slices.of("s-1", AddressType.FQDN, name));
    cache.put(new EndpointSlice("s-2", "1", AddressType.IPV4, List.of(Slices.ready(2)), List.of()));

    assertThat(cache.reports()).isEmpty();
    assertThat(cache.unusable())
        .containsExactly(
            "slices with addressType FQDN are not used",
            "slices without the TCP port http are not used");
  }

  @Test
  void forgetsASliceThatIsGone() {
    cache.put(Slices.of("s-1", Slices.ready(1)));
    cache.put(Slices.of("s-2", Slices.ready(2)));

    cache.remove(Slices.of("s-1"));
    List<EndpointReport> afterwards = cache.reports();
    cache.replace(List.of());

    assertThat(afterwards).extracting(EndpointReport::uid).containsExactly("uid-2");
    assertThat(cache.reports()).isEmpty();
  }

  private static EndpointSlice.Endpoint renamed(EndpointSlice.Endpoint endpoint, String uid) {
    return new EndpointSlice.Endpoint(
        endpoint.address(),
        uid,
        endpoint.ready(),
        endpoint.serving(),
        endpoint.terminating(),
        endpoint.zone());
  }
}
