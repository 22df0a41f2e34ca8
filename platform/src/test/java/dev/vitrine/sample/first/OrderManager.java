package dev.vitrine.sample.first;

import dev.vitrine.other.Thing;
import dev.vitrine.sample.second.SecondOrder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Tuple;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Breaks every house rule, so that {@code HouseRulesTest} sees each of them fail. */
public class OrderManager {
  private final Logger logger = Logger.getLogger("order");
  private final Thing thing = new Thing();

  public OrderManager(String id, String name, String street, String city, String zip, String land) {
    logger.info(id + name + street + city + zip + land);
  }

  public void handle(RoutingContext ctx, Tuple tuple, JsonObject json, SecondOrder order) {
    logger.info(ctx + " " + tuple + " " + json + " " + order + " " + thing);
    Counter.builder("orders").register(Metrics.globalRegistry).increment();
    OpenTelemetry.noop().getTracer("order").spanBuilder("order").startSpan().end();
    LoggerFactory.getLogger("order").info("handled");
    System.out.println("handled");
  }
}
