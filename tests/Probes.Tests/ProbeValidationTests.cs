using Rollout.Api;
using Rollout.Probes.Steps;

namespace Rollout.Probes.Tests;

public class ProbeValidationTests
{
    private static readonly ProbeStep First = new()
    {
        Name = "put in basket",
        Http = new HttpStep { Method = "POST", Path = "/basket", Json = "{\"sku\":\"tea\"}", Headers = new Dictionary<string, string> { ["X-Synthetic"] = "rollout" } },
        Expect = new Expectation { Status = [200, 201], BodyMatches = ["tea"], JsonPath = new Dictionary<string, string> { ["$.items[0].sku"] = "tea" }, MaxDuration = TimeSpan.FromMilliseconds(500) },
        Capture = new Dictionary<string, string> { ["basket"] = "$.id" },
    };

    private static readonly ProbeStep Second = new() { Name = "pay", Http = new HttpStep { Method = "POST", Path = "/basket/{{ basket }}/checkout", Json = "{\"id\":\"{{basket}}\",\"n\":{{basket}}}" } };
    private static readonly AcceptanceProbeSpec Good = new() { Steps = [First, Second] };

    [Fact]
    public void A_good_probe_has_no_problems() => Assert.Empty(ProbeValidation.Problems(Good, "p"));

    public static TheoryData<AcceptanceProbeSpec, string> Bad => new()
    {
        { Good with { Interval = TimeSpan.FromMilliseconds(10) }, "p.interval: the interval is 10ms; give one from 100ms to 1d" },
        { Good with { Timeout = TimeSpan.Zero }, "p.timeout: the time-out is 0s; give one up to 10m" },
        { Good with { FailAfter = 0 }, "p.failAfter: failAfter is 0; give 1 or more" },
        { Good with { Steps = [] }, "p.steps: there are 0 steps; give 1 to 50" },
        { Good with { Steps = [First, Second with { Name = "put in basket" }] }, "p.steps[1].name: the name \"put in basket\" is empty or taken; give each step a name of its own" },
        { Http(h => h with { Method = "FETCH" }), "p.steps[0].http.method: \"FETCH\" is no method; known are GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" },
        { Http(h => h with { Path = "basket" }), "p.steps[0].http.path: \"basket\" is no path; begin it with one slash, like /basket" },
        { Http(h => h with { Path = "//evil/basket" }), "p.steps[0].http.path: \"//evil/basket\" is no path; begin it with one slash, like /basket" },
        { Http(h => h with { Path = "/{{ basket }}" }), "p.steps[0].http.path: {{ basket }} is not captured by an earlier step; no earlier step captures anything" },
        { Http(h => h with { Path = "/{{ basket" }), "p.steps[0].http.path: {{ is not closed with }}; write {{ name }}" },
        { Http(h => h with { Path = "/{{ a b }}" }), "p.steps[0].http.path: \"a b\" between {{ and }} is no name (letters, digits, _); write {{ name }}" },
        { Http(h => h with { Json = "{sku: tea}" }), "p.steps[0].http.json: this is no JSON once the captures are filled in; write one JSON value" },
        { Headers("X Y", "1"), "p.steps[0].http.headers.X Y: \"X Y\" is no name of a header; use letters, digits and dashes" },
        { Headers("Cookie", "x"), "p.steps[0].http.headers.Cookie: Cookie is set by the probe itself; leave it out" },
        { Headers("host", "shop.example/basket"), "p.steps[0].http.headers.host: \"shop.example/basket\" is no host: neither a name in ASCII nor an address, with or without a port; write the name alone, or with its port: shop.example, shop.example:8443" },
        { Headers("Host", "{{ basket }}"), "p.steps[0].http.headers.Host: {{ basket }} is not captured by an earlier step; no earlier step captures anything" },
        { Headers("Host", "anna@{{ customer.host }}"), "p.steps[0].http.headers.Host: \"anna@1\" is no host: neither a name in ASCII nor an address, with or without a port; write the name alone, or with its port: shop.example, shop.example:8443" },
        { Good with { Mark = new ProbeMark("HOST", "x") }, "p.mark.header: HOST means something else to every server; choose a name of its own, like X-Synthetic" },
        { Headers("x-synthetic", "no"), "p.steps[0].http.headers.x-synthetic: this mark keeps the probe's orders out of the revenue and is always \"rollout\"; leave it out; mark: sets another for the whole probe" },
        { Headers("X-A", "1\r\nX-B: 2"), "p.steps[0].http.headers.X-A: the value holds a line break or control character; write it on one line" },
        { Expect(e => e with { Status = [99] }), "p.steps[0].expect.status: 99 is no HTTP status; give 100 to 599" },
        { Expect(e => e with { JsonPath = new Dictionary<string, string> { ["id"] = "1" } }), "p.steps[0].expect.jsonPath: a JSON path begins with $; write paths like $.items[0].sku" },
        { Expect(e => e with { MaxDuration = TimeSpan.Zero }), "p.steps[0].expect.maxDuration: the duration is not positive; give one like 500ms" },
        { Good with { Steps = [First with { Capture = new Dictionary<string, string> { ["1"] = "$.a" } }] }, "p.steps[0].capture.1: \"1\" is no name; use letters, digits and _, beginning with a letter" },
        { Good with { Steps = [First with { Capture = new Dictionary<string, string> { ["a"] = "$..a" } }] }, "p.steps[0].capture.a: column 2 of the JSON path $..a: known are .name, ['name'] and [0]; write paths like $.items[0].sku" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Names_each_problem_with_its_place_and_how_to_mend_it(AcceptanceProbeSpec spec, string problem) =>
        Assert.Equal(problem, Assert.Single(ProbeValidation.Problems(spec, "p")).ToString());

    [Theory]
    [InlineData("(")]
    [InlineData("(?=x)")]
    [InlineData(@"(a)\1")]
    public void Refuses_patterns_that_cannot_run_in_linear_time(string pattern)
    {
        var problem = Assert.Single(ProbeValidation.Problems(Expect(e => e with { BodyMatches = [pattern] }), "p"));
        Assert.Equal("p.steps[0].expect.bodyMatches", problem.Place);
    }

    [Fact]
    public void An_unknown_kind_of_step_is_refused_with_the_known_ones()
    {
        Assert.Null(StepKinds.Find("telnet", "p.steps[0]", out var problem));
        Assert.Equal("p.steps[0]: \"telnet\" is no kind of step in this release; known are: dns, exec, grpc, http, tcp, tls", problem!.ToString());
        Assert.NotNull(StepKinds.Find("http", "p.steps[0]", out problem));
        Assert.Null(problem);
    }

    private static AcceptanceProbeSpec Http(Func<HttpStep, HttpStep> change) => Good with { Steps = [First with { Http = change(First.Http!) }] };

    private static AcceptanceProbeSpec Headers(string name, string value) => Http(h => h with { Headers = new Dictionary<string, string> { [name] = value } });

    private static AcceptanceProbeSpec Expect(Func<Expectation, Expectation> change) => Good with { Steps = [First with { Expect = change(First.Expect) }] };
}
