package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedAsyncAppenderTest {
  private static final int THREADS = 8;
  private static final int EACH = 20_000;
  private static final long LOGGED = (long) THREADS * EACH;
  private static final int ROOM = 16;

  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("test");
  private final BoundedAsyncAppender queue = new BoundedAsyncAppender();
  private final Reader reader = new Reader();

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    reader.setContext(context);
    reader.start();
    queue.setContext(context);
    queue.setQueueSize(ROOM);
    queue.addAppender(reader);
    queue.start();
    logger.addAppender(queue);
  }

  @AfterEach
  void stop() {
    reader.goOn();
    context.stop();
  }

  @Test
  void writesOrCountsEachEventWhereTheReaderIsSlowerThanManyThreads() throws Exception {
    reader.goOn();

    logFromManyThreads();
    stopWithin(30_000);

    assertThat(queue.dropped()).isPositive();
    assertThat(reader.written() + queue.dropped()).isEqualTo(LOGGED);
  }

  @Test
  void countsAllButWhatTheQueueHoldsWhileTheReaderStandsStill() throws Exception {
    logger.info("in the reader's hands");
    reader.awaitFirst();

    logFromManyThreads();

    assertThat(queue.dropped()).isEqualTo(LOGGED - ROOM);
    reader.goOn();
    stopWithin(30_000);
    assertThat(reader.written()).isEqualTo(1 + ROOM);
    assertThat(queue.dropped()).isEqualTo(LOGGED - ROOM);
  }

  @Test
  void countsWhatCouldNotBeWrittenBeforeTheEndAndDoesNotWriteItLater() throws Exception {
    logger.info("in the reader's hands");
    reader.awaitFirst();
    logger.info("waits");
    logger.info("waits too");

    stopWithin(1);

    assertThat(queue.dropped()).isEqualTo(2);
    reader.goOn();
    reader.awaitEnd();
    assertThat(reader.written()).isEqualTo(1);
  }

  @Test
  void writesOrCountsEachEventWhileItStops() throws Exception {
    reader.goOn();
    try (ExecutorService background = Executors.newSingleThreadExecutor()) {
      Future<?> logging =
          background.submit(() -> {
            logFromManyThreads();
            return null;
          });
      reader.awaitFirst();

      stopWithin(30_000);
      logging.get();
    }

    assertThat(queue.dropped()).isPositive();
    assertThat(reader.written() + queue.dropped()).isEqualTo(LOGGED);
  }

  @Test
  void countsWhatCannotBeQueuedAndKeepsNoPlaceForIt() throws Exception {
    reader.goOn();

    for (int i = 0; i < 2 * ROOM; i++) {
      queue.doAppend(new BrokenEvent(logger));
    }
    logger.info("well");

    stopWithin(30_000);
    assertThat(queue.dropped()).isEqualTo(2 * ROOM);
    assertThat(reader.written()).isEqualTo(1);
  }

  private void stopWithin(int millis) {
    queue.setMaxFlushTime(millis);
    queue.stop();
  }

  private void logFromManyThreads() throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        ends.add(
            threads.submit(() -> {
              together.await();
              for (int i = 0; i < EACH; i++) {
                logger.info("one of many");
              }
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  private static final class BrokenEvent extends LoggingEvent {
    BrokenEvent(Logger logger) {
      super(BrokenEvent.class.getName(), logger, Level.INFO, "broken", null, null);
    }

    @Override
    public void prepareForDeferredProcessing() {
      throw new IllegalStateException("broken");
    }
  }

  /** Takes the first event, and stands still until it may go on. */
  private static final class Reader extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();

    @Override
    protected void append(ILoggingEvent event) {
      first.countDown();
      boolean interrupted = false;
      while (true) {
        try {
          free.await();
          break;
        } catch (InterruptedException stopping) {
          interrupted = true; // as output to a file or a pipe, it does not care
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      written.incrementAndGet();
    }

    @Override
    public void stop() {
      super.stop();
      end.countDown();
    }

    void goOn() {
      free.countDown();
    }

    void awaitFirst() throws InterruptedException {
      assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
    }

    void awaitEnd() throws InterruptedException {
      assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
    }

    long written() {
      return written.get();
    }
  }
}
