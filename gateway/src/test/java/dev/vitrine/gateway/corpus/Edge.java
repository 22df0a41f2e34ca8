package dev.vitrine.gateway.corpus;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** A proxy that the corpus is sent through to one upstream. */
interface Edge extends AutoCloseable {
  /** Where it takes HTTP/1.1. */
  int port();

  /** Where it takes HTTP/2 in clear text, by prior knowledge. */
  int http2Port();

  @Override
  void close() throws IOException, TimeoutException;
}
