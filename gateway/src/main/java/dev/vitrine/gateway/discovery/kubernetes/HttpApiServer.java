package dev.vitrine.gateway.discovery.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The API server, by HTTP/1.1: each question is a request of its own, with the token of that
 * moment. To be used on one worker context.
 */
final class HttpApiServer implements ApiServer {
  /** 500 slices of 100 endpoints are about half of this. */
  static final int LARGEST_PAGE = 32 * 1024 * 1024;

  private final Vertx vertx;
  private final KubernetesConfig service;
  private final ServiceAccount account;
  private final ApiClients clients;

  /**
   * Of one Service.
   *
   * @param config with a URL
   */
  HttpApiServer(Vertx vertx, ApiServerConfig config, KubernetesConfig service) {
    this.vertx = vertx;
    this.service = service;
    this.account = new ServiceAccount(config);
    this.clients = new ApiClients(vertx, config.url().orElseThrow(), account);
  }

  @Override
  public Call list(String from, int limit, Consumer<ListResult> receiver) {
    String query = "&limit=" + limit + (from.isEmpty() ? "" : "&continue=" + encoded(from));
    return new Exchange(new PageReader(receiver)).ask(query);
  }

  @Override
  public Call watch(String resourceVersion, Duration timeout, Watcher watcher) {
    String query =
        "&watch=true&allowWatchBookmarks=true&resourceVersion="
            + encoded(resourceVersion)
            + "&timeoutSeconds="
            + timeout.toSeconds();
    return new Exchange(new WatchReader(watcher)).ask(query);
  }

  /** Ends what is open. */
  void close() {
    clients.close();
  }

  /** Takes an answer, piece by piece, and tells what it makes of it. */
  private interface Reader {
    void begun();

    /** Returns why it wants no more; empty where it does. */
    Optional<Failure> more(byte[] bytes);

    /**
     * The answer is over, and nothing comes after this.
     *
     * @param failure empty where it came to its proper end
     */
    void over(Optional<Failure> failure);
  }

  private static final class PageReader implements Reader {
    private final Consumer<ListResult> receiver;
    private final BoundedBytes body = new BoundedBytes(LARGEST_PAGE);

    PageReader(Consumer<ListResult> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void begun() {}

    @Override
    public Optional<Failure> more(byte[] bytes) {
      return body.add(bytes, 0, bytes.length)
          ? Optional.empty()
          : Optional.of(
              new Failure.TooLarge("a page of more than %d bytes".formatted(LARGEST_PAGE)));
    }

    @Override
    public void over(Optional<Failure> failure) {
      receiver.accept(failure.<ListResult>map(ListResult.Failed::new).orElseGet(this::page));
    }

    private ListResult page() {
      try {
        return SliceJson.page(body.read());
      } catch (IOException malformed) {
        String kind = malformed.getClass().getSimpleName();
        return new ListResult.Failed(new Failure.Malformed("a list cannot be read: " + kind));
      }
    }
  }

  private static final class WatchReader implements Reader {
    private final Watcher watcher;
    private final WatchLines lines = new WatchLines();

    WatchReader(Watcher watcher) {
      this.watcher = watcher;
    }

    @Override
    public void begun() {
      watcher.opened();
    }

    @Override
    public Optional<Failure> more(byte[] bytes) {
      List<WatchEvent> events = lines.add(bytes);
      watcher.heard(events);
      return lines.failure();
    }

    @Override
    public void over(Optional<Failure> failure) {
      watcher.closed(failure);
    }
  }

  /** A request and its answer. */
  private final class Exchange {
    private final Reader reader;
    private @Nullable HttpClientRequest request;
    private boolean over;

    Exchange(Reader reader) {
      this.reader = reader;
    }

    Call ask(String query) {
      // In a turn of its own: an answer never comes before the question has been asked.
      vertx.runOnContext(turn -> {
        if (!over) {
          options(query)
              .compose(options -> send(options))
              .onSuccess(this::answered)
              .onFailure(this::failed);
        }
      });
      return this::cancel;
    }

    private Future<RequestOptions> options(String query) {
      try {
        String namespace =
            service.namespace().isPresent() ? service.namespace().get() : account.namespace();
        String selector = "kubernetes.io/service-name=" + service.service();
        RequestOptions options =
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setURI(
                    "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices?labelSelector=%s%s"
                        .formatted(encoded(namespace), encoded(selector), query))
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.USER_AGENT, "vitrine-gateway");
        account
            .token()
            .ifPresent(token -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
        return Future.succeededFuture(options);
      } catch (IOException unreadable) {
        return Future.failedFuture(unreadable);
      }
    }

    private Future<HttpClientResponse> send(RequestOptions options) {
      try {
        return clients
            .current()
            .request(options)
            .compose(opened -> {
              request = opened;
              if (over) {
                opened.reset();
              }
              return opened.send();
            });
      } catch (IOException unreadable) {
        return Future.failedFuture(unreadable);
      }
    }

    private void answered(HttpClientResponse response) {
      if (over) {
        return;
      }
      if (response.statusCode() != 200) {
        end(Optional.of(Failure.ofStatus(response.statusCode(), "the API server")));
        return;
      }
      reader.begun();
      response.exceptionHandler(this::failed).endHandler(ended -> ended()).handler(this::more);
    }

    private void more(Buffer bytes) {
      if (!over) {
        reader.more(bytes.getBytes()).ifPresent(failure -> end(Optional.of(failure)));
      }
    }

    private void ended() {
      if (!over) {
        over = true;
        // Its connection may serve another request already: there is nothing left to reset.
        request = null;
        reader.over(Optional.empty());
      }
    }

    private void failed(Throwable failure) {
      end(Optional.of(new Failure.Unreachable(why(failure))));
    }

    private void end(Optional<Failure> failure) {
      if (!over) {
        cancel();
        reader.over(failure);
      }
    }

    private void cancel() {
      over = true;
      if (request != null) {
        request.reset();
      }
    }
  }

  private static String why(Throwable failure) {
    String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? kind : kind + ": " + message;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
