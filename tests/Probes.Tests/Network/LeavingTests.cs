using System.Collections;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Probes.Schedule;
using Rollout.Probes.Tests.Real;
using Rollout.Probes.Tests.Steps;
using Rollout.Probes.Tests.Steps.Grpc;
using Rollout.Support.Serving;

namespace Rollout.Probes.Tests.Network;

/// <summary>Whatever may take long has left the sockets' own thread, which serves all connections of a prober (see <see cref="SocketThread"/>).</summary>
[Collection("real servers")]
public sealed class LeavingTests(RealServers servers)
{
    private const int Runs = 10;

    [Fact]
    public async Task A_long_body_is_not_searched_there()
    {
        await using var shop = await ProbedShop.StartAsync();
        shop.On("GET /", 200, new string('x', SocketThread.LittleBytes + 1), "text/plain");
        Assert.True(await EndsOnThePoolAsync(shop.Address, new ProbeStep { Name = "only", Http = new HttpStep { Path = "/" } }));
    }

    [Fact]
    public async Task Nor_is_a_packed_one_unpacked()
    {
        await using var shop = await ProbedShop.StartAsync();
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("{}"u8.ToArray());
        }

        shop.Routes["GET /"] = async c =>
        {
            c.Response.Headers.ContentEncoding = "gzip";
            await c.Response.Body.WriteAsync(packed.ToArray(), c.RequestAborted);
        };
        Assert.True(await EndsOnThePoolAsync(shop.Address, new ProbeStep { Name = "only", Http = new HttpStep { Path = "/" } }));
    }

    [Fact]
    public async Task Nor_is_a_certificate_judged_which_may_fetch_another() =>
        Assert.True(await EndsOnThePoolAsync(servers.NginxTls, new ProbeStep { Name = "only", Http = new HttpStep { Path = "/ok", Version = "1.1", Tls = new TlsSettings { CaFile = servers.AuthorityFile } } }));

    [Fact]
    public async Task Nor_are_lines_compared()
    {
        await using var server = new RawServer(async (stream, cancellation) => await stream.WriteAsync(Encoding.ASCII.GetBytes("220 ready\r\n"), cancellation));
        Assert.True(await EndsOnThePoolAsync(server.Address, new ProbeStep { Name = "only", Tcp = new TcpStep { Talk = [new TcpTurn { Send = "hello" }, new TcpTurn { Expect = "^220" }] } }));
    }

    [Fact]
    public async Task Nor_are_records_read() =>
        Assert.True(await EndsOnThePoolAsync(servers.Dnsmasq, new ProbeStep { Name = "only", Dns = new DnsStep { Name = "shop.test" } }));

    [Fact]
    public async Task Nor_is_an_answer_of_gRPC_read()
    {
        await using var health = await HealthServer.StartAsync();
        Assert.True(await EndsOnThePoolAsync(health.Address, new ProbeStep { Name = "only", Grpc = new GrpcStep() }));
    }

    [Fact]
    public async Task Nor_is_a_command_started()
    {
        // The step before it goes on where its little answer came.
        var command = new WatchedCommand("true");
        Assert.True(await EndsOnThePoolAsync(servers.Nginx, new ProbeStep { Name = "before", Http = new HttpStep { Path = "/ok" } }, new ProbeStep { Name = "only", Exec = new ExecStep { Command = command } }));
        Assert.Equal(Enumerable.Repeat(true, Runs), command.OnThePool);
    }

    [Fact]
    public async Task Nor_is_its_output_searched() =>
        Assert.True(await EndsOnThePoolAsync(servers.Nginx, new ProbeStep { Name = "only", Exec = new ExecStep { Command = ["sh", "-c", "sleep 0.05; echo paid"] }, Expect = new Expectation { BodyMatches = ["paid"] } }));

    [Fact]
    public async Task Nor_is_what_comes_through_a_proxy_read()
    {
        await using var proxy = new ForwardProxy();
        var network = new ProbeNetwork { Proxy = new WebProxy(proxy.Address) };
        Assert.True(await EndsOnThePoolAsync(network, servers.Nginx, new ProbeStep { Name = "only", Http = new HttpStep { Path = "/ok" } }));
        Assert.True(await EndsOnThePoolAsync(network, servers.NginxTls, new ProbeStep { Name = "only", Http = new HttpStep { Path = "/ok", Tls = new TlsSettings { CaFile = servers.AuthorityFile } } }));
        Assert.Equal(2 * Runs, proxy.Asked.Count);
    }

    [Fact]
    public async Task A_schedule_takes_its_results_elsewhere_too()
    {
        var seen = Channel.CreateUnbounded<bool>();
        await using var schedule = new ProbeSchedule(new ProbeRunner(TimeProvider.System), new ProbeBoard(), TimeProvider.System, new ProbeScheduleOptions
        {
            Seen = (_, _, _) => seen.Writer.TryWrite(Thread.CurrentThread.IsThreadPoolThread),
        });
        var spec = Spec(new ProbeStep { Name = "only", Http = new HttpStep { Path = "/ok" } }) with { Interval = TimeSpan.FromMilliseconds(100) };
        schedule.Update([new ProbeAssignment("ok", "n1", spec, servers.Nginx)]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        for (var run = 0; run < Runs; run++)
        {
            Assert.True(await seen.Reader.ReadAsync(limit.Token));
        }
    }

    private static AcceptanceProbeSpec Spec(params ProbeStep[] steps) => new() { Timeout = TimeSpan.FromSeconds(30), Steps = steps };

    private static Task<bool> EndsOnThePoolAsync(Uri target, params ProbeStep[] steps) => EndsOnThePoolAsync(new ProbeNetwork { AllowExec = true }, target, steps);

    /// <summary>Of several runs all: bytes that are there when they are asked for keep a run where it was.</summary>
    private static Task<bool> EndsOnThePoolAsync(ProbeNetwork network, Uri target, params ProbeStep[] steps) => Task.Run(async () =>
    {
        var all = true;
        for (var run = 0; run < Runs; run++)
        {
            var result = await new ProbeRunner(TimeProvider.System, network).RunAsync(Spec(steps), target, CancellationToken.None).ConfigureAwait(false);
            all &= Thread.CurrentThread.IsThreadPoolThread;
            Assert.True(result.Passed, result.Failure?.ToString());
        }

        return all;
    });

    /// <summary>A program that notes where it is read to be started.</summary>
    private sealed class WatchedCommand(string program) : IReadOnlyList<string>
    {
        public ConcurrentQueue<bool> OnThePool { get; } = new();

        public int Count => 1;

        public string this[int index] => program;

        public IEnumerator<string> GetEnumerator()
        {
            OnThePool.Enqueue(Thread.CurrentThread.IsThreadPoolThread);
            yield return program;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
