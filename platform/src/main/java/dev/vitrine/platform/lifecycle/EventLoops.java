package dev.vitrine.platform.lifecycle;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether the event loops still turn: the only thing that a restart of the process would mend. */
final class EventLoops {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final List<Context> contexts;

  EventLoops(List<Context> contexts) {
    this.contexts = contexts;
  }

  /** Fails where one of them does not take a task within a second. */
  Future<Void> turn() {
    return Future.all(contexts.stream().map(EventLoops::turns).toList()).mapEmpty();
  }

  private static Future<Void> turns(Context context) {
    Promise<Void> turned = Promise.promise();
    context.runOnContext(turned::tryComplete);
    return turned.future().timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
