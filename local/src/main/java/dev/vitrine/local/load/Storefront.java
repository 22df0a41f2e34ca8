package dev.vitrine.local.load;

import io.vertx.core.Future;

/** Where requests go. */
interface Storefront {
  /** Sends it; the future never fails. */
  Future<Answer> send(Ask ask);
}
