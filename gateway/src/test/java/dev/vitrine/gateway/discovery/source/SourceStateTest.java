package dev.vitrine.gateway.discovery.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.discovery.TakenLog;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceStateTest {
  private final VirtualTime time = new VirtualTime();
  private final Upstream upstream = new Upstream("a", time, time::nanos);

  @Test
  void changesNothingOnceTheSourceSpeaksForTheUpstreamNoMore() {
    try (TakenLog log = new TakenLog(SourceState.class)) {
      SourceState state = new SourceState(upstream, "the old one");
      state.tells(List.of(at("10.0.0.1")));
      state.end();
      upstream.update(List.of(at("10.0.0.2")));
      Upstream.Source source = upstream.source();
      time.pass(Duration.ofSeconds(1));

      state.tells(List.of(at("10.0.0.1")));
      state.tells(List.of(at("10.0.0.3")));
      state.recalls(List.of(at("10.0.0.4")));
      state.confirms();
      state.fails("broken");
      state.recovers();

      assertThat(upstream.endpoints()).hasToString("[10.0.0.2:80]");
      assertThat(upstream.source()).isEqualTo(source);
      assertThat(log.of("discovery.updated")).hasSize(1);
      assertThat(log.of("discovery.failed")).isEmpty();
    }
  }

  private static EndpointReport at(String host) {
    return new EndpointReport(
        new HostPort(host, 80),
        "",
        Optional.empty(),
        Condition.READY,
        Optional.empty(),
        EndpointReport.DEFAULT_WEIGHT);
  }
}
