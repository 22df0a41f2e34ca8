package dev.vitrine.gateway.live;

import dev.vitrine.platform.testing.MeasuredPart;

/** What the page of what stays the same over a long time has of the gateway. */
public enum EndurancePage {
  REQUESTS(
      "A million requests",
      """
      `MillionRequestsIT` (with `./vitrine test --all`): a gateway's own process, and requests as fast as two cores answer them,
      16 at a time on each of 16 connections and some by HTTP/2: GET, POST, DELETE, methods that nobody knows, paths that no route
      has, hosts, headers and trace ids that are never the same again, 304, 404, 500, heads that are no HTTP, clients that leave
      before and within an answer. Every two seconds the upstream has three new addresses, as after a rollout.

      The test fails where a series is there at the end that was not there after the first 50 000 requests, or one is not, where a
      request has no answer or is not counted, or where the heap has grown by 4 MiB.

      | | after 50 000 | at the end |
      |---|---|---|
      | series at `/metrics` | %d | %d |
      | heap after a collection | %.1f MiB | %.1f MiB |
      | resident | %d MiB | %d MiB |

      A million requests over HTTP/1.1 and %d over HTTP/2 took %d s; there were %d addresses.
      """),
  DAY(
      "A day of rollouts",
      """
      `VirtualDayIT`: the gateway's engine as it is, on a virtual clock, for %d hours, with the requests of a small shop. Every hour
      each of %d servers is replaced by one with another address, and in between one crashes and one answers only 503.

      The test fails where a request is not answered with 204, where the meters at the end of the day are not those that there were
      after two hours, where timers pile up, or where anything in the gateway still leads to an endpoint that has gone: each of
      them has to be garbage.

      | | |
      |---|---|
      | requests, all answered with 204 | %d |
      | servers, one after the other | %d |
      | meters, after two hours and after a day | %d |
      | endpoints that are still kept | %d |
      """);

  private final String heading;
  private final String template;

  EndurancePage(String heading, String template) {
    this.heading = heading;
    this.template = template;
  }

  public MeasuredPart part() {
    return new MeasuredPart("endurance.md", heading, template);
  }
}
