package dev.vitrine.gateway.discovery.kubernetes;

import java.util.List;

/** What came of asking for a page of the list. */
sealed interface ListResult {
  /**
   * The page.
   *
   * @param next continues the list; empty where this page is the last
   * @param resourceVersion of the whole list: where a watch goes on
   */
  record Page(List<EndpointSlice> slices, String next, String resourceVersion)
      implements ListResult {}

  /** None. */
  record Failed(Failure failure) implements ListResult {}
}
