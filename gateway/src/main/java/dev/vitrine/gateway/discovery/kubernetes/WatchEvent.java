package dev.vitrine.gateway.discovery.kubernetes;

/** One event of a watch, as the Kubernetes API has them. */
sealed interface WatchEvent {
  /** {@code ADDED} or {@code MODIFIED}: the slice is now this. */
  record Changed(EndpointSlice slice) implements WatchEvent {}

  /** {@code DELETED}: as it was before. */
  record Deleted(EndpointSlice slice) implements WatchEvent {}

  /** {@code BOOKMARK}: there is nothing to tell up to this version. */
  record Bookmark(String resourceVersion) implements WatchEvent {}

  /** {@code ERROR}: the watch is over. */
  record Failed(Failure failure) implements WatchEvent {}
}
