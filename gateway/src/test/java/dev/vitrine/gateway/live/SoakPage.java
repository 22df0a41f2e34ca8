package dev.vitrine.gateway.live;

import dev.vitrine.platform.testing.MeasuredText;
import java.nio.file.Path;

/** The page of what {@link SoakIT} has seen, {@code docs/soak.md}. */
final class SoakPage {
  static final Path FILE = Path.of("..", "docs", "soak.md");

  static final MeasuredText TEXT =
      new MeasuredText(
          """
          # Ten minutes of trouble

          `./vitrine test --soak` (`SoakIT`): a gateway and four upstreams, each a process of its own, and 24 clients, half of them
          by HTTP/2, a fifth of whose requests are POSTs. Meanwhile upstreams are killed and started again, paused (SIGSTOP) and
          resumed, made slow (by a hundred times), made to answer 503 only, to break every connection off in the place of an
          answer (reset) or within it (break), and replaced as a rolling update does it; up to two of the four at a time. Every
          answer is compared with the only right one, and every upstream writes down each POST before it begins with it, and each
          answer that it breaks off.

          The test fails where a GET is not answered with 200, an answer is another request's, a POST is done twice or answered
          without having been done, a connection or a request is still counted at the end, or the heap has grown. A POST may fail:
          where its connection broke (502), nobody but the upstream knows whether it was done, so it is not sent again; and the
          503 of an upstream is the answer to it.

          An answer that its upstream breaks off within cannot be mended: its beginning has been passed on. The client has to see
          that it is not whole; such answers count as *broken off*, GETs too. The test fails where the client takes one for
          whole, and where one broke off that no upstream has broken off.

          | | |
          |---|---|
          | time, requests | %d s, %d |
          | answers to clients | %s |
          | answers broken off by upstreams, seen as such by clients | %d, %d |
          | faults | %s |
          | attempts beyond the first, ejections | %.0f, %.0f |
          | heap after a collection, after a fifth of the time and at the end | %.1f MiB, %.1f MiB |
          | resident, then and at the end | %d MiB, %d MiB |
          """);

  private SoakPage() {}
}
