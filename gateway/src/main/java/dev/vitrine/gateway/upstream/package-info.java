/** Upstreams and their endpoints: the ground floor, which knows nothing of the rest. */
@NullMarked
package dev.vitrine.gateway.upstream;

import org.jspecify.annotations.NullMarked;
