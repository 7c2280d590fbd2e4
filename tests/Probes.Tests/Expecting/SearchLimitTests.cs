using Microsoft.AspNetCore.Http;
using Rollout.Api;
using Rollout.Probes.Tests.Steps;
using Rollout.Probes.Tests.Steps.Dns;

namespace Rollout.Probes.Tests.Expecting;

/// <summary>
/// An expression that would search for ever ends as a failure that says so, wherever a probe's author may write one. One after the other: a search keeps a
/// thread busy for the whole limit.
/// </summary>
public sealed class SearchLimitTests
{
    private const string Endless = "(?:x.{0,9}){30}[!?]";
    private const string EndlessInLong = "(?:x.{0,2000}){2}[!?]";
    private const string Within = $"an answer that can be searched for {Endless} within 5s";

    private static readonly string Text = new('x', 60);
    private static readonly ProbeStep Http = new() { Name = "s", Http = new HttpStep { Path = "/" } };

    public static TheoryData<string, Expectation> OfAnAnswer => new()
    {
        { Within, new Expectation { Headers = Map("X-Long", Endless) } },
        { Within, new Expectation { Schema = $$"""{"pattern": "{{Endless}}"}""" } },
        { $"a body that does not match {EndlessInLong}", new Expectation { BodyNever = [EndlessInLong] } },
    };

    [Theory]
    [MemberData(nameof(OfAnAnswer))]
    public async Task An_answer(string expected, Expectation expect)
    {
        await using var shop = await ProbedShop.StartAsync();
        shop.Routes["GET /"] = async c =>
        {
            c.Response.Headers["X-Long"] = Text;
            await c.Response.WriteAsync(expect.BodyNever.Count > 0 ? new string('x', 30_000) : $"\"{Text}\"", c.RequestAborted);
        };
        var failure = await FailureAsync(shop.Address, Http with { Expect = expect });
        Assert.Equal(expected, failure.Expected);
        Assert.StartsWith("one that takes longer", failure.Got, StringComparison.Ordinal);
        Assert.True(failure.Facts!.FailedDueToRegex);
    }

    [Fact]
    public async Task What_is_captured()
    {
        await using var shop = await ProbedShop.StartAsync();
        shop.On("GET /", 200, Text);
        var failure = await FailureAsync(shop.Address, Http with { Capture = Map("name", "match:" + Endless) });
        Assert.Equal(($"match:{Endless} to be captured as name", "a body that takes too long to be searched"), (failure.Expected, failure.Got));
    }

    [Fact]
    public async Task A_line()
    {
        await using var server = new RawServer(Text + "\r\n");
        var failure = await FailureAsync(server.Address, new ProbeStep { Name = "s", Tcp = new TcpStep { Talk = [new TcpTurn { Send = "hello" }, new TcpTurn { Expect = Endless }] } });
        Assert.Equal(($"a line that matches {Endless}", "one that takes too long to be searched"), (failure.Expected, failure.Got));
    }

    [Fact]
    public async Task A_record()
    {
        await using var server = new OneTextServer(Text);
        var failure = await FailureAsync(server.Address, new ProbeStep { Name = "s", Dns = new DnsStep { Name = "long.test", Type = "TXT" }, Expect = new Expectation { AnswersNever = [Endless] } });
        Assert.Equal((Within, "one that takes longer"), (failure.Expected, failure.Got));
    }

    /// <summary>A run must not outlast its limits by its own work: the limit is a bound, and this one only fails.</summary>
    private static async Task<StepResult> FailureAsync(Uri target, ProbeStep step)
    {
        var spec = new AcceptanceProbeSpec { Steps = [step], Timeout = TimeSpan.FromSeconds(50), Interval = TimeSpan.FromHours(1) };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));
        var run = Task.Run(() => new ProbeRunner(TimeProvider.System).RunAsync(spec, target, CancellationToken.None).AsTask());
        return (await run.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System)).Failure!;
    }

    private static Dictionary<string, string> Map(string key, string value) => new(StringComparer.Ordinal) { [key] = value };
}
