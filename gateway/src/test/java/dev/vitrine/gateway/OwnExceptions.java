package dev.vitrine.gateway;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps whoever waits from failing for what a thread of another test has thrown: classes run side
 * by side, and Vert.x (5.0.12) now and then ends a worker so when it closes.
 */
public final class OwnExceptions implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }
}
