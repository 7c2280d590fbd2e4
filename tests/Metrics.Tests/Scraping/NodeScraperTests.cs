using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rollout.Metrics.Exposition;
using Rollout.Metrics.Scraping;
using Rollout.Support;

namespace Rollout.Metrics.Tests.Scraping;

public class NodeScraperTests : IAsyncLifetime
{
    private readonly HttpMessageInvoker http = ScrapeHttp.CreateInvoker(TimeSpan.FromSeconds(5));
    private readonly SampleNames wanted = new(["orders_total"]);
    private LoopbackNode node = null!;

    public async Task InitializeAsync() => node = await LoopbackNode.StartAsync();

    public async Task DisposeAsync()
    {
        http.Dispose();
        await node.DisposeAsync();
    }

    [Fact]
    public async Task Reads_text_and_OpenMetrics_by_their_content_type()
    {
        node.AnswerWith("# a comment\norders_total 5\n");
        Assert.Equal(5, Assert.Single(await SamplesAsync()).Value);
        node.AnswerWith("# TYPE orders counter\norders_total 6\n# EOF\n", "application/openmetrics-text; version=1.0.0; charset=utf-8");
        Assert.Equal(6, Assert.Single(await SamplesAsync()).Value);
        Assert.StartsWith("application/openmetrics-text", node.Last!.Accept, StringComparison.Ordinal);
        node.Answer = c => c.Response.Body.WriteAsync("orders_total 7\n"u8.ToArray(), c.RequestAborted).AsTask();
        Assert.Equal(7, Assert.Single(await SamplesAsync()).Value);
    }

    [Theory]
    [InlineData(500, "text/plain", "x", false, "it answers 500 InternalServerError to GET /metrics")]
    [InlineData(503, "text/plain", "x", false, "it answers 503 ServiceUnavailable to GET /metrics")]
    [InlineData(404, "text/plain", "x", true, "it answers 404 NotFound to GET /metrics")]
    [InlineData(204, "text/plain", "", true, "it answers 204 NoContent to GET /metrics")]
    [InlineData(200, "text/html", "<html>", true, "it answers text/html where metrics are expected (text/plain or application/openmetrics-text)")]
    [InlineData(200, "application/json", "{}", true, "it answers application/json where metrics are expected (text/plain or application/openmetrics-text)")]
    [InlineData(200, "text/plain; charset=utf-16", "x", true, "it answers in the character set utf-16; metrics are written in UTF-8")]
    [InlineData(200, "application/openmetrics-text; version=2.0.0", "x", true, "it answers in OpenMetrics 2.0.0; known are text format 0.0.4 and OpenMetrics 1.0.0")]
    [InlineData(200, "text/plain", "orders_total 5\ngarbage here\n", true, "its metrics cannot be read: line 2: column 9: the value \"here\" is not a number")]
    [InlineData(200, "application/openmetrics-text", "orders_total 5\n", true, "its metrics cannot be read: line 1: # EOF is missing at the end: the answer may have been cut off")]
    public async Task Names_what_cannot_be_read(int status, string type, string body, bool reached, string reason)
    {
        node.AnswerWith(body, type, status);
        Assert.Equal(new NodeScrape.Failed(reason, reached), await ScrapeAsync());
    }

    [Fact]
    public async Task Does_not_follow_redirects()
    {
        node.Answer = c =>
        {
            c.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        Assert.Equal(new NodeScrape.Failed("it answers 302 Found to GET /metrics", Reached: true), await ScrapeAsync());
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task Reads_gzip()
    {
        node.Answer = c => GzipAsync(c, "orders_total 5\n", 1);
        Assert.Equal(5, Assert.Single(await SamplesAsync()).Value);
        Assert.Equal("gzip", node.Last!.AcceptEncoding);
    }

    [Fact]
    public async Task Names_broken_gzip_and_unknown_compressions()
    {
        node.Answer = c =>
        {
            c.Response.Headers.ContentEncoding = "gzip";
            return c.Response.WriteAsync("orders_total 5\n", c.RequestAborted);
        };
        Assert.Equal(new NodeScrape.Failed("its answer is not valid gzip", Reached: true), await ScrapeAsync());
        node.Answer = c =>
        {
            c.Response.Headers.ContentEncoding = "br";
            return c.Response.WriteAsync("orders_total 5\n", c.RequestAborted);
        };
        Assert.Equal(new NodeScrape.Failed("it answers in a compression that was not asked for (only gzip was)", Reached: true), await ScrapeAsync());
    }

    [Fact]
    public async Task Gzip_that_was_cut_short_at_a_line_s_end_is_no_reading()
    {
        using var whole = new MemoryStream();
        await using (var gzip = new GZipStream(whole, CompressionLevel.NoCompression, leaveOpen: true))
        {
            await gzip.WriteAsync("a 1\n"u8.ToArray());
            await gzip.FlushAsync();
        }

        // The deflate block with the line, without the end mark, the checksum and the length behind it.
        var cut = whole.ToArray()[..^10];
        node.Answer = c =>
        {
            c.Response.Headers.ContentEncoding = "gzip";
            return c.Response.Body.WriteAsync(cut, c.RequestAborted).AsTask();
        };
        Assert.Equal(new NodeScrape.Failed("its answer is not valid gzip", Reached: true), await ScrapeAsync());
    }

    [Fact]
    public async Task An_answer_of_200_MB_is_cut_at_the_bound()
    {
        var line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("# " + new string('x', 1021) + "\n", 64)));
        node.Answer = async c =>
        {
            for (var written = 0L; written < 200L << 20; written += line.Length)
            {
                await c.Response.Body.WriteAsync(line, c.RequestAborted);
            }
        };
        using var counting = new CountingHandler(new SocketsHttpHandler { MaxResponseDrainSize = 0 });
        using var counted = new HttpMessageInvoker(counting);
        var scraper = new NodeScraper(counted, TimeProvider.System, new ExpositionLimits());
        Assert.Equal(
            new NodeScrape.Failed("its metrics cannot be read: the answer is longer than 16777216 bytes and was cut off there", Reached: true),
            await scraper.ScrapeAsync(Metrics, wanted, TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.Equal(16777217, counting.Bytes);
    }

    [Fact]
    public async Task Two_hundred_megabytes_behind_a_little_gzip_are_cut_after_decompression()
    {
        node.Answer = c => GzipAsync(c, "# " + new string('x', 1021) + "\n", 200_000);
        Assert.Equal(
            new NodeScrape.Failed("its metrics cannot be read: the answer is longer than 16777216 bytes and was cut off there", Reached: true), await ScrapeAsync());
    }

    [Fact]
    public async Task A_node_that_hangs_is_given_up_in_time()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        var asked = new TaskCompletionSource();
        node.Answer = async c =>
        {
            await c.Response.WriteAsync("orders_total 5\n", c.RequestAborted);
            await c.Response.Body.FlushAsync(c.RequestAborted);
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, c.RequestAborted);
        };
        var scrape = new NodeScraper(http, time, new ExpositionLimits()).ScrapeAsync(Metrics, wanted, TimeSpan.FromSeconds(0.8), CancellationToken.None).AsTask();
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(0.79));
        Assert.False(scrape.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.01));
        Assert.Equal(new NodeScrape.Failed("no answer within 0.8 s", Reached: false), await scrape);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_it_answers_is_no_reading()
    {
        node.Answer = async c =>
        {
            c.Response.ContentLength = 1000;
            await c.Response.WriteAsync("orders_total 5\n", c.RequestAborted);
            await c.Response.Body.FlushAsync(c.RequestAborted);
            c.Abort();
        };
        Assert.Equal(new NodeScrape.Failed("the connection broke while it answered", Reached: false), await ScrapeAsync());
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_unreachable()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var scraper = new NodeScraper(http, TimeProvider.System, new ExpositionLimits());
        var failed = Assert.IsType<NodeScrape.Failed>(
            await scraper.ScrapeAsync(new Uri($"http://127.0.0.1:{port}/metrics"), wanted, TimeSpan.FromSeconds(5), CancellationToken.None));
        Assert.False(failed.Reached);
        Assert.StartsWith("no connection: Connection refused", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_that_does_not_speak_HTTP_is_named()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var server = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());
        });
        var scraper = new NodeScraper(http, TimeProvider.System, new ExpositionLimits());
        var failed = await scraper.ScrapeAsync(new Uri($"http://127.0.0.1:{port}/metrics"), wanted, TimeSpan.FromSeconds(5), CancellationToken.None);
        await server;
        listener.Stop();
        Assert.Equal(new NodeScrape.Failed("it does not answer in HTTP", Reached: false), failed);
    }

    [Fact]
    public async Task Cancelling_is_the_only_thing_that_throws()
    {
        using var cancel = new CancellationTokenSource();
        node.Answer = async c =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, c.RequestAborted);
        };
        var scraper = new NodeScraper(http, TimeProvider.System, new ExpositionLimits());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await scraper.ScrapeAsync(Metrics, wanted, TimeSpan.FromMinutes(5), cancel.Token));
    }

    private Uri Metrics => new(node.Address, "/metrics");

    private async Task<NodeScrape> ScrapeAsync() =>
        await new NodeScraper(http, TimeProvider.System, new ExpositionLimits()).ScrapeAsync(Metrics, wanted, TimeSpan.FromMinutes(1), CancellationToken.None);

    private async Task<IReadOnlyList<ExposedSample>> SamplesAsync() => Assert.IsType<NodeScrape.Answered>(await ScrapeAsync()).Samples;

    private static async Task GzipAsync(HttpContext context, string text, int times)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        var bytes = Encoding.UTF8.GetBytes(text);
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        for (var i = 0; i < times; i++)
        {
            await gzip.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
