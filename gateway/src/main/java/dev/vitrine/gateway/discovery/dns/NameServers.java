package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry;
import dev.vitrine.gateway.upstream.HostPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The DNS, by Netty's resolver, which tells how long an answer counts (that of Vert.x does not):
 * each server in turn until one answers, by UDP, and by TCP where the answer was truncated. Nothing
 * is cached here. Has one thread of its own, whoever asks; safe for any thread.
 */
public final class NameServers implements AutoCloseable {
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("dns", true), NioIoHandler.newFactory());
  private final DnsConfig config;
  private final DnsNameResolver resolver;

  /** Those of a configuration; until closed. */
  public NameServers(DnsConfig config) {
    this.config = config;
    DnsNameResolverBuilder builder =
        new DnsNameResolverBuilder(loop.next())
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class)
            .queryTimeoutMillis(config.timeout().toMillis())
            .resolveCache(NoopDnsCache.INSTANCE)
            .cnameCache(NoopDnsCnameCache.INSTANCE)
            .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
            .decodeIdn(false);
    if (!config.servers().isEmpty()) {
      builder.nameServerProvider(
          new SequentialDnsServerAddressStreamProvider(
              config.servers().stream().map(NameServers::address).toList()));
    }
    resolver = builder.build();
  }

  /** How they are asked. */
  DnsConfig config() {
    return config;
  }

  /** Questions that are answered on the context that they are asked from. */
  DnsQuestions questions(Vertx vertx) {
    return (name, type) -> ask(vertx.getOrCreateContext(), name, type);
  }

  @Override
  public void close() {
    resolver.close();
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private Future<DnsAnswer> ask(Context context, String name, DnsQuestions.RecordType type) {
    // A promise, because Netty's futures are not those of Vert.x.
    Promise<DnsAnswer> answer = Promise.promise();
    resolver
        .resolveAll(new DefaultDnsQuestion(name, DnsRecordType.valueOf(type.name())))
        .addListener((io.netty.util.concurrent.Future<List<DnsRecord>> done) -> {
          DnsAnswer came = done.isSuccess() ? found(done.getNow()) : missing(done.cause());
          context.runOnContext(turn -> answer.complete(came));
        });
    return answer.future();
  }

  private static DnsAnswer found(List<DnsRecord> records) {
    List<Entry> entries = new ArrayList<>();
    long ttl = Long.MAX_VALUE;
    try {
      for (DnsRecord record : records) {
        entries.add(entry(record));
        ttl = Math.min(ttl, record.timeToLive());
      }
      return new DnsAnswer.Found(entries, ttl);
    } catch (UnknownHostException | IndexOutOfBoundsException | IllegalArgumentException bad) {
      return new DnsAnswer.Failed("an answer that cannot be read");
    } finally {
      records.forEach(ReferenceCountUtil::release);
    }
  }

  private static Entry entry(DnsRecord record) throws UnknownHostException {
    ByteBuf content = ((ByteBufHolder) record).content().duplicate();
    if (record.type().equals(DnsRecordType.SRV)) {
      return new Entry.Service(
          content.readUnsignedShort(),
          content.readUnsignedShort(),
          content.readUnsignedShort(),
          DefaultDnsRecordDecoder.decodeName(content));
    }
    byte[] bytes = ByteBufUtil.getBytes(content);
    return new Entry.Address(InetAddress.getByAddress(bytes).getHostAddress());
  }

  private static DnsAnswer missing(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof DnsErrorCauseException answered) {
      return answered.getCode().equals(DnsResponseCode.NXDOMAIN)
          ? new DnsAnswer.Nothing("there is no such name (NXDOMAIN)")
          : new DnsAnswer.Failed("the name server answers " + answered.getCode());
    }
    if (failure instanceof UnknownHostException && cause == null) {
      return new DnsAnswer.Nothing("the name has no such records");
    }
    return new DnsAnswer.Failed(unanswered(failure));
  }

  /** The same at each attempt: Netty tells of the question's number too, and of its own traces. */
  private static String unanswered(Throwable failure) {
    Throwable root = failure;
    while (!(root instanceof DnsNameResolverTimeoutException) && root.getCause() != null) {
      root = root.getCause();
    }
    return switch (root) {
      case DnsNameResolverTimeoutException _ -> "no answer from the name server";
      case IOException refused when refused.getMessage() != null ->
          "the name server cannot be asked: " + refused.getMessage();
      default -> "the name server cannot be asked";
    };
  }

  private static InetSocketAddress address(String server) {
    HostPort parsed = HostPort.parse(server).orElseThrow();
    return new InetSocketAddress(parsed.host(), parsed.port());
  }
}
