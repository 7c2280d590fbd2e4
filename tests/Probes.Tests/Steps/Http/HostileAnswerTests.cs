using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rollout.Api;

namespace Rollout.Probes.Tests.Steps.Http;

/// <summary>Answers that are broken, endless or packed to burst: each ends in a result that says so, within the limits.</summary>
public class HostileAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", "an answer", "the connection broke before the answer was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "an answer", "the connection broke before the answer was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", "an answer", "an answer that is not HTTP")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "an answer", "an answer that is not HTTP")]
    [InlineData("", "an answer", "the connection broke before the answer was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain", "a whole body", "a body that cannot be unpacked (gzip)")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 5\r\n\r\nplain", "a whole body", "a body packed as zstd")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip, gzip, gzip\r\nContent-Length: 5\r\n\r\nplain", "a whole body", "a body packed as more than three times")]
    public async Task What_is_no_whole_answer_fails_with_its_reason(string answer, string expected, string got)
    {
        await using var server = new RawServer(answer);
        var result = await RunAsync(server.Address);
        Assert.Equal((expected, got), (result.Failure?.Expected, result.Failure?.Got));
    }

    [Fact]
    public async Task Chunks_are_put_together()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"a\":1\r\n1\r\n}\r\n0\r\n\r\n");
        var result = await RunAsync(server.Address, new Expectation { JsonPath = new Dictionary<string, string> { ["$.a"] = "1" } });
        Assert.True(result.Passed, result.Failure?.ToString());
    }

    [Fact]
    public async Task Headers_that_go_on_and_on_are_not_read_to_their_end()
    {
        await using var server = new RawServer(async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellation);
            for (var i = 0; ; i++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-{i}: {new string('x', 1000)}\r\n"), cancellation);
            }
        });
        var result = await RunAsync(server.Address);
        Assert.Equal(("an answer", "headers longer than 64 KiB"), (result.Failure!.Expected, result.Failure.Got));
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(100, "headers longer than 64 KiB")]
    public async Task Headers_are_read_up_to_64_KiB(int kilobytes, string? got)
    {
        var many = string.Concat(Enumerable.Range(0, kilobytes).Select(i => FormattableString.Invariant($"X-{i}: {new string('x', 1000)}\r\n")));
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\n{many}Content-Length: 2\r\n\r\n{{}}");
        Assert.Equal(got, (await RunAsync(server.Address)).Failure?.Got);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Packed_bodies_are_unpacked_and_bounded_after_it(string coding)
    {
        await using var shop = await ProbedShop.StartAsync();
        shop.Routes["GET /"] = c => PackAsync(c, coding, 1_000_000);
        var fits = await RunAsync(shop.Address, new Expectation { MinBytes = 1_000_000, MaxBytes = 1_000_000 });
        Assert.True(fits.Passed, fits.Failure?.ToString());
        shop.Routes["GET /"] = c => PackAsync(c, coding, 100_000_000);
        var bomb = await RunAsync(shop.Address);
        Assert.Equal(("a body of at most 1048576 bytes", "a longer one"), (bomb.Failure!.Expected, bomb.Failure.Got));
    }

    [Fact]
    public async Task Packed_bytes_that_unpack_to_nothing_for_ever_are_bounded_on_the_wire()
    {
        // Empty stored blocks of deflate: five bytes that hold none.
        var sent = 0L;
        await using var server = new RawServer(async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n"u8.ToArray(), cancellation);
            await stream.WriteAsync(new byte[] { 0x78, 0x9C }, cancellation);
            var empty = Enumerable.Repeat<byte[]>([0, 0, 0, 0xFF, 0xFF], 10_000).SelectMany(b => b).ToArray();
            while (true)
            {
                await stream.WriteAsync(empty, cancellation);
                Interlocked.Add(ref sent, empty.Length);
            }
        });
        var result = await RunAsync(server.Address);
        Assert.Equal("a longer one", result.Failure!.Got);

        // Two MiB are read; what lies in the sockets' buffers beside them is far from this.
        Assert.InRange(Interlocked.Read(ref sent), 1, 200_000_000);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_while_packed_is_not_taken_for_whole()
    {
        await using var shop = await ProbedShop.StartAsync();
        shop.Routes["GET /"] = async c =>
        {
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000))));
            }

            c.Response.Headers.ContentEncoding = "gzip";
            await c.Response.Body.WriteAsync(packed.ToArray().AsMemory(0, (int)packed.Length / 2), c.RequestAborted);
        };
        var result = await RunAsync(shop.Address);
        Assert.Equal(("a whole body", "a body that cannot be unpacked (gzip)"), (result.Failure!.Expected, result.Failure.Got));
    }

    [Fact]
    public async Task Cookies_survive_a_redirect_and_what_is_personal_does_not_go_elsewhere()
    {
        await using var shop = await ProbedShop.StartAsync();
        await using var other = await ProbedShop.StartAsync();
        other.On("GET /landing", 200, "{}");
        shop.On("GET /here", 200, "{}");
        shop.Routes["POST /login"] = c =>
        {
            c.Response.Headers.SetCookie = "session=s1; Path=/";
            c.Response.Redirect("/here");
            return Task.CompletedTask;
        };
        shop.Routes["GET /out"] = c =>
        {
            c.Response.Redirect(new Uri(other.Address, "/landing").AbsoluteUri);
            return Task.CompletedTask;
        };
        var secret = new Dictionary<string, string> { ["Authorization"] = "Bearer x", ["X-Api-Key"] = "k1", ["Accept-Language"] = "de" };
        var result = await RunAsync(shop.Address,
            new ProbeStep { Name = "a", Http = new HttpStep { Method = "POST", Path = "/login", Json = "{}", Headers = secret, Redirects = 1 } },
            new ProbeStep { Name = "b", Http = new HttpStep { Path = "/out", Headers = secret, Redirects = 1 } });
        Assert.True(result.Passed, result.Failure?.ToString());
        var here = shop.Requests[1];
        Assert.Equal(("GET", "/here", "session=s1", "Bearer x", ""), (here.Method, here.Path, here.Headers["Cookie"], here.Headers["Authorization"], here.Body));
        var landed = Assert.Single(other.Requests);
        Assert.Equal(("de", "rollout"), (landed.Headers["Accept-Language"], landed.Headers["X-Synthetic"]));
        Assert.DoesNotContain("Authorization", landed.Headers.Keys);
        Assert.DoesNotContain("X-Api-Key", landed.Headers.Keys);
    }

    [Fact]
    public async Task A_body_is_sent_again_where_a_redirect_keeps_the_method()
    {
        await using var shop = await ProbedShop.StartAsync();
        foreach (var (from, to) in new[] { ("/a", "/b"), ("/b", "/c") })
        {
            shop.Routes["POST " + from] = c =>
            {
                c.Response.StatusCode = 307;
                c.Response.Headers.Location = to;
                return Task.CompletedTask;
            };
        }

        shop.On("POST /c", 200, "{}");
        var result = await RunAsync(shop.Address, new ProbeStep { Name = "a", Http = new HttpStep { Method = "POST", Path = "/a", Json = "{\"n\":1}", Redirects = 2 } });
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal("{\"n\":1}", shop.Requests[2].Body);
    }

    private static async Task PackAsync(HttpContext c, string coding, int bytes)
    {
        c.Response.Headers.ContentEncoding = coding;
        await using Stream packing = coding switch
        {
            "gzip" => new GZipStream(c.Response.Body, CompressionLevel.Fastest),
            "br" => new BrotliStream(c.Response.Body, CompressionLevel.Fastest),
            _ => new ZLibStream(c.Response.Body, CompressionLevel.Fastest),
        };
        var piece = new byte[100_000];
        for (var sent = 0; sent < bytes; sent += piece.Length)
        {
            await packing.WriteAsync(piece, c.RequestAborted);
        }
    }

    private static Task<ProbeResult> RunAsync(Uri target, Expectation? expect = null) =>
        RunAsync(target, new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" }, Expect = expect ?? new Expectation() });

    private static async Task<ProbeResult> RunAsync(Uri target, params ProbeStep[] steps) =>
        await new ProbeRunner(TimeProvider.System).RunAsync(new AcceptanceProbeSpec { Steps = steps, Timeout = TimeSpan.FromSeconds(30) }, target, CancellationToken.None);
}
