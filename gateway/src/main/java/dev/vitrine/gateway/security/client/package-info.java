/** Where a request comes from, past the proxies that are trusted, and what upstreams are told. */
@NullMarked
package dev.vitrine.gateway.security.client;

import org.jspecify.annotations.NullMarked;
