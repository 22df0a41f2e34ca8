/** Endpoints as the DNS tells of them: asked again whenever their time to live is over. */
@NullMarked
package dev.vitrine.gateway.discovery.dns;

import org.jspecify.annotations.NullMarked;
