package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.source.Pace;
import dev.vitrine.gateway.discovery.source.SourceState;
import dev.vitrine.gateway.upstream.Upstream;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.random.RandomGenerator;

/**
 * Keeps an upstream as Kubernetes says that its Service is, from the start on and whenever the API
 * server can be reached. Runs on a worker of its own: certificates, tokens and large answers are
 * not for an event loop. For any thread.
 */
public final class KubernetesDiscovery {
  private static final String POOL = "kubernetes-discovery";
  private static final int THREADS = 2;

  private final Vertx vertx;
  private final SourceState state;
  private final Follower follower;
  private Future<String> deployment = Future.failedFuture("not started");

  /**
   * One that has not started.
   *
   * @param api with a URL, see {@link ApiServerConfig#in}
   */
  public KubernetesDiscovery(
      Vertx vertx,
      Upstream upstream,
      ApiServerConfig api,
      KubernetesConfig service,
      RandomGenerator random) {
    this.vertx = vertx;
    this.state = new SourceState(upstream, "Service " + service.service());
    this.follower = new Follower(state, api, service, random);
  }

  /**
   * Begins to follow. Completes when that is under way, which does not need the API server: it is
   * {@link Upstream#source()} that says whether there was a first answer.
   */
  public synchronized Future<Void> start() {
    DeploymentOptions options =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName(POOL)
            .setWorkerPoolSize(THREADS);
    deployment = vertx.deployVerticle(follower, options);
    return deployment.mapEmpty();
  }

  /** Tells nothing more, from now on, and asks no more; what the upstream has stays. */
  public synchronized Future<Void> stop() {
    state.end();
    return deployment.compose(vertx::undeploy);
  }

  private static final class Follower extends VerticleBase {
    private final SourceState state;
    private final ApiServerConfig api;
    private final KubernetesConfig service;
    private final RandomGenerator random;
    private Runnable end = () -> {};

    Follower(
        SourceState state, ApiServerConfig api, KubernetesConfig service, RandomGenerator random) {
      this.state = state;
      this.api = api;
      this.service = service;
      this.random = random;
    }

    @Override
    public Future<?> start() {
      HttpApiServer server = new HttpApiServer(vertx, api, service);
      Reflector reflector =
          new Reflector(
              server,
              new SliceCache(service.servedAt(), service.managedAt()),
              state,
              Pace.of(vertx, random),
              api.reflector());
      end =
          () -> {
            reflector.stop();
            server.close();
          };
      reflector.start();
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      end.run();
      return Future.succeededFuture();
    }
  }
}
