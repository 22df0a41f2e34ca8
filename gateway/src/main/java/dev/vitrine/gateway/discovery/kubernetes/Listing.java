package dev.vitrine.gateway.discovery.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks for the list of slices, page after page, until it is complete; for smaller pages where one
 * is too large, for as long as it lives. For one thread.
 */
final class Listing {
  private static final int PAGE_LIMIT = 500;

  private final ApiServer api;
  private final Steps steps;
  private final Recovery recovery;
  private final Consumer<Complete> receiver;
  private final List<EndpointSlice> listed = new ArrayList<>();
  private int pageLimit = PAGE_LIMIT;

  /**
   * One that has not begun.
   *
   * @param receiver told of each list that is complete
   */
  Listing(ApiServer api, Steps steps, Recovery recovery, Consumer<Complete> receiver) {
    this.api = api;
    this.steps = steps;
    this.recovery = recovery;
    this.receiver = receiver;
  }

  /**
   * All slices that there are.
   *
   * @param version where a watch goes on
   */
  record Complete(List<EndpointSlice> slices, String version) {}

  /** Begins with the first page, whatever is under way. */
  void start() {
    listed.clear();
    page("");
  }

  private void page(String from) {
    int mine = steps.next();
    steps.asks(
        api.list(
            from,
            pageLimit,
            result -> {
              if (steps.isCurrent(mine)) {
                answered(result);
              }
            }));
    steps.alarm(
        ApiServer.ANSWER_TIMEOUT,
        () -> recovery.failed(new Failure.Unreachable("no list in time"), this::start));
  }

  private void answered(ListResult result) {
    switch (result) {
      case ListResult.Failed(Failure.TooLarge _) when pageLimit > 1 -> {
        pageLimit = Math.max(1, pageLimit / 4);
        start();
      }
      case ListResult.Failed(Failure failure) -> recovery.failed(failure, this::start);
      case ListResult.Page page -> {
        recovery.accepted();
        listed.addAll(page.slices());
        if (page.next().isEmpty()) {
          Complete complete = new Complete(List.copyOf(listed), page.resourceVersion());
          listed.clear();
          receiver.accept(complete);
        } else {
          page(page.next());
        }
      }
    }
  }
}
