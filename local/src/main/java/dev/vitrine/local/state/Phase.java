package dev.vitrine.local.state;

/** How far the system is. */
public enum Phase {
  STARTING,
  READY,
  STOPPING
}
