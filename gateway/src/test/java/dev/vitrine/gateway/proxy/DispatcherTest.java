package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.sim.Fleet;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private final VirtualTime time = new VirtualTime();
  private final Fleet fleet = new Fleet(time).ready(1).ready(2).publish();
  private final Resilience resilience =
      Resilience.of(fleet.upstream(), SimulatedGateway.RESILIENCE, new Random(1), time::nanos);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void givesATrialBackThatNothingCameOf() {
    putOnTrial();
    // Has none of the methods that it takes to send a request.
    HttpClientRequest unusable = Partial.of(HttpClientRequest.class).build();

    Dispatch dispatch = send(options -> Future.succeededFuture(unusable));

    assertThat(dispatch.outcome().failed()).isTrue();
    assertThat(one().failures().tryTrial(time.nanos())).isTrue();
    assertThat(failures()).isEqualTo(1);
  }

  @Test
  void givesATrialBackWhereSendingItselfFails() {
    putOnTrial();

    Dispatch dispatch =
        send(options -> {
          throw new IllegalStateException("a bug");
        });

    assertThat(dispatch.outcome().failed()).isTrue();
    assertThat(one().failures().tryTrial(time.nanos())).isTrue();
    assertThat(failures()).isEqualTo(1);
  }

  private Dispatch send(Function<Object[], Object> connect) {
    HttpClient client = Partial.of(HttpClient.class).when("request", connect).build();
    UpstreamCall call =
        new UpstreamCall(
            SimulatedGateway.clients(client),
            SimulatedGateway.HEADERS,
            SimulatedGateway.CLIENT,
            time);
    Dispatcher dispatcher =
        new Dispatcher(
            fleet.upstream().name(),
            call,
            new AttemptObservation(meters, OpenTelemetry.noop()),
            new Lessons(resilience, endpoint -> {}, time::nanos),
            time::nanos);
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});
    return dispatcher.send(
        new Forwarding(request.request(), SimulatedGateway.route(false), body -> body, time::nanos),
        one());
  }

  private void putOnTrial() {
    resilience.ejection().connectFailed(one());
    resilience.ejection().connectFailed(one());
    time.pass(Duration.ofSeconds(10));
    assertThat(one().failures().tryTrial(time.nanos())).isTrue();
  }

  private double failures() {
    return meters.find(Metric.HTTP_CLIENT_REQUEST_DURATION.meter()).timers().stream()
        .filter(timer -> !"".equals(timer.getId().getTag("error.type")))
        .mapToLong(timer -> timer.count())
        .sum();
  }

  private Endpoint one() {
    return fleet.endpoint(1);
  }
}
