/** The gateway and its upstreams as processes of their own, under load, killed and replaced. */
@NullMarked
package dev.vitrine.gateway.live;

import org.jspecify.annotations.NullMarked;
