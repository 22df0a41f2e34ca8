/** The engine: from a client's request to an upstream's answer. */
@NullMarked
package dev.vitrine.gateway.proxy;

import org.jspecify.annotations.NullMarked;
