/** What protects the services from strangers, put together. */
@NullMarked
package dev.vitrine.gateway.security;

import org.jspecify.annotations.NullMarked;
