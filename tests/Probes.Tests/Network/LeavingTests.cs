using System.IO.Compression;
using System.Text;
using System.Threading.Channels;
using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Probes.Schedule;
using Rollout.Probes.Tests.Real;
using Rollout.Probes.Tests.Steps;

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

    private static AcceptanceProbeSpec Spec(ProbeStep step) => new() { Timeout = TimeSpan.FromSeconds(30), Steps = [step] };

    /// <summary>Of several runs all: bytes that are there when they are asked for keep a run where it was.</summary>
    private static Task<bool> EndsOnThePoolAsync(Uri target, ProbeStep step) => Task.Run(async () =>
    {
        var all = true;
        for (var run = 0; run < Runs; run++)
        {
            var result = await new ProbeRunner(TimeProvider.System).RunAsync(Spec(step), target, CancellationToken.None).ConfigureAwait(false);
            all &= Thread.CurrentThread.IsThreadPoolThread;
            Assert.True(result.Passed, result.Failure?.ToString());
        }

        return all;
    });
}
