/** The certificate that the gateway shows, and how it is replaced while it serves. */
@NullMarked
package dev.vitrine.gateway.security.tls;

import org.jspecify.annotations.NullMarked;
