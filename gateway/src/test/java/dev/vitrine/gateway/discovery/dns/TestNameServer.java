package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A name server on real sockets, by UDP and TCP, that answers what a test tells it to. */
final class TestNameServer implements AutoCloseable {
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Map<String, Zone> zones = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final int port;
  private volatile boolean silent;

  private TestNameServer() throws Exception {
    port = bind();
  }

  /** What it knows of a name and type. */
  private record Zone(DnsResponseCode code, boolean truncated, List<DnsRecord> records) {}

  static TestNameServer start() throws Exception {
    return new TestNameServer();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Each question so far: how it came, and what for. */
  List<String> asked() {
    return asked;
  }

  /** Answers nobody any more, or everybody again. */
  void beSilent(boolean quiet) {
    silent = quiet;
  }

  void has(String name, DnsRecordType type, long ttl, Entry... entries) throws Exception {
    has(name, type, ttl, false, entries);
  }

  /** The same; by UDP it answers nothing but that there is more. */
  void hasTooMuchForUdp(String name, DnsRecordType type, long ttl, Entry... entries)
      throws Exception {
    has(name, type, ttl, true, entries);
  }

  void alias(String name, DnsRecordType type, long ttl, String target, Entry... entries)
      throws Exception {
    List<DnsRecord> records = new CopyOnWriteArrayList<>();
    ByteBuf content = Unpooled.buffer();
    encodeName(target, content);
    records.add(new DefaultDnsRawRecord(name, DnsRecordType.CNAME, ttl, content));
    for (Entry entry : entries) {
      records.add(new DefaultDnsRawRecord(target, type, ttl, content(entry)));
    }
    zones.put(name + type.name(), new Zone(DnsResponseCode.NOERROR, false, records));
  }

  void fails(String name, DnsRecordType type, DnsResponseCode code) {
    zones.put(name + type.name(), new Zone(code, false, List.of()));
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void has(String name, DnsRecordType type, long ttl, boolean truncated, Entry... entries)
      throws Exception {
    List<DnsRecord> records = new CopyOnWriteArrayList<>();
    for (Entry entry : entries) {
      records.add(new DefaultDnsRawRecord(name, type, ttl, content(entry)));
    }
    zones.put(name + type.name(), new Zone(DnsResponseCode.NOERROR, truncated, records));
  }

  /** The same port by TCP and UDP; which is free by one may be taken by the other. */
  private int bind() throws Exception {
    for (int attempt = 0; ; attempt++) {
      Channel tcp = listen();
      InetSocketAddress local = (InetSocketAddress) tcp.localAddress();
      try {
        new Bootstrap()
            .group(loop)
            .channel(NioDatagramChannel.class)
            .handler(
                initializer(channel ->
                    channel
                        .pipeline()
                        .addLast(new DatagramDnsQueryDecoder())
                        .addLast(new DatagramDnsResponseEncoder())
                        .addLast(new ByUdp())))
            .bind(local)
            .sync();
        return local.getPort();
      } catch (Exception taken) {
        tcp.close().sync();
        if (attempt > 20 || !(taken instanceof BindException)) {
          throw taken;
        }
      }
    }
  }

  private Channel listen() throws Exception {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            initializer(channel ->
                channel
                    .pipeline()
                    .addLast(new TcpDnsQueryDecoder())
                    .addLast(new TcpDnsResponseEncoder())
                    .addLast(new ByTcp())))
        .bind("127.0.0.1", 0)
        .sync()
        .channel();
  }

  private static ChannelInitializer<Channel> initializer(Consumer<Channel> pipeline) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        pipeline.accept(channel);
      }
    };
  }

  private final class ByUdp extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      Zone zone = zone("udp", query);
      if (!silent) {
        DnsResponse response =
            new DatagramDnsResponse(
                /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
        fill(response, query, zone, zone.truncated());
        var _ = context.writeAndFlush(response);
      }
    }
  }

  private final class ByTcp extends SimpleChannelInboundHandler<DefaultDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DefaultDnsQuery query) {
      Zone zone = zone("tcp", query);
      if (!silent) {
        DnsResponse response = new DefaultDnsResponse(query.id());
        fill(response, query, zone, false);
        var _ = context.writeAndFlush(response);
      }
    }
  }

  private Zone zone(String how, DnsQuery query) {
    DnsQuestion question = query.recordAt(DnsSection.QUESTION);
    asked.add(how + " " + question.name() + " " + question.type().name());
    return zones.getOrDefault(
        question.name() + question.type().name(),
        new Zone(DnsResponseCode.NOERROR, false, List.of()));
  }

  private static void fill(DnsResponse response, DnsQuery query, Zone zone, boolean truncated) {
    DnsQuestion question = query.recordAt(DnsSection.QUESTION);
    response.setCode(zone.code()).setAuthoritativeAnswer(true).setTruncated(truncated);
    response.addRecord(DnsSection.QUESTION, question);
    if (!truncated) {
      zone.records()
          .forEach(record ->
              response.addRecord(
                  DnsSection.ANSWER, ((DefaultDnsRawRecord) record).retainedDuplicate()));
    }
  }

  private static ByteBuf content(Entry entry) throws Exception {
    return switch (entry) {
      case Entry.Address(String ip) -> Unpooled.wrappedBuffer(numeric(ip));
      case Entry.Service(int priority, int weight, int port, String target) -> {
        ByteBuf content = Unpooled.buffer();
        content.writeShort(priority).writeShort(weight).writeShort(port);
        encodeName(target, content);
        yield content;
      }
    };
  }

  private static byte[] numeric(String ip) throws UnknownHostException {
    return InetAddress.getByName(ip).getAddress();
  }

  private static void encodeName(String name, ByteBuf content) {
    for (String label : name.split("\\.", 0)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      content.writeByte(bytes.length).writeBytes(bytes);
    }
    content.writeByte(0);
  }
}
