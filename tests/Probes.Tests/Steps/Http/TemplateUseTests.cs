using Rollout.Api;
using Rollout.Probes.Contracts;

namespace Rollout.Probes.Tests.Steps.Http;

/// <summary>Captures and the customer's keys in every place where they may go, and what is shown of them.</summary>
public class TemplateUseTests : IAsyncLifetime
{
    private ProbedShop shop = null!;

    public async Task InitializeAsync() => shop = await ProbedShop.StartAsync();

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task Values_come_from_headers_and_patterns_and_go_into_forms_bodies_and_expectations()
    {
        shop.Routes["GET /login"] = async c =>
        {
            c.Response.Headers.Location = "/next?a=1";
            await c.Response.BodyWriter.WriteAsync("<input name=csrf value='t.0+k'>"u8.ToArray(), c.RequestAborted);
        };
        shop.On("POST /login", 200, "{\"csrf\":\"t.0+k\"}");
        shop.On("PUT /raw", 200, "t.0+k");
        var result = await RunAsync(null,
            Step("GET", "/login") with { Capture = Map(("csrf", "match:value='([^']+)'"), ("at", "header:Location")) },
            Step("POST", "/login", h => h with { Form = Map(("csrf", "{{ csrf }}"), ("to", "{{at}}")) }) with
            {
                Name = "b", Expect = new Expectation { JsonPath = Map(("$.csrf", "{{ csrf }}")), BodyMatches = ["\"{{ csrf }}\""] },
            },
            Step("PUT", "/raw", h => h with { Body = "one {{ csrf }}\ntwo" }) with { Name = "c", Expect = new Expectation { BodyMatches = ["^{{ csrf }}$"] } });
        Assert.True(result.Passed, result.Failure?.Got);
        Assert.Equal("csrf=t.0%2Bk&to=%2Fnext%3Fa%3D1", shop.Requests[1].Body);
        Assert.Equal("one t.0+k\ntwo", shop.Requests[2].Body);
    }

    [Fact]
    public async Task A_value_in_a_pattern_means_itself()
    {
        shop.On("GET /a", 200, "{\"v\":\".*\"}");
        var result = await RunAsync(null, Step("GET", "/a") with { Capture = Map(("v", "$.v")) }, Step("GET", "/a") with { Name = "b", Expect = new Expectation { BodyMatches = ["x{{ v }}"] } });
        Assert.Equal("a body that matches x{{ v }}", result.Failure!.Expected);
    }

    [Fact]
    public async Task The_customers_keys_are_filled_in_and_never_shown()
    {
        shop.On("POST /login", 200, "{\"hello\":\"hunter2/x\",\"user\":\"anna@shop\"}");
        var customer = new ProbeCustomer(new Dictionary<string, string> { ["user"] = "anna@shop", ["password"] = "hunter2/x" });
        var step = Step("POST", "/login", h => h with { Json = "{\"u\":\"{{ customer.user }}\",\"p\":\"{{ customer.password }}\"}" });
        var passed = await RunAsync(customer, step);
        Assert.True(passed.Passed, passed.Failure?.Got);
        Assert.Equal("{\"u\":\"anna@shop\",\"p\":\"hunter2/x\"}", shop.Requests[0].Body);
        Assert.Equal("{\"hello\":\"***\",\"user\":\"***\"}", passed.Steps[0].Body);
        var failed = await RunAsync(customer, step with { Expect = new Expectation { JsonPath = Map(("$.hello", "nobody")) } });
        Assert.Equal(("$.hello to be nobody", "***"), (failed.Failure!.Expected, failed.Failure.Got));
    }

    [Fact]
    public async Task A_value_that_is_empty_makes_a_path_of_this_server_and_no_other_servers_name()
    {
        shop.On("GET /tenant", 200, "{\"tenant\":\"\"}");
        shop.On("GET //basket", 200, "{}");
        var result = await RunAsync(null, Step("GET", "/tenant") with { Capture = Map(("tenant", "$.tenant")) }, Step("GET", "/{{ tenant }}/basket") with { Name = "b" });
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal(2, shop.Requests.Count);
    }

    [Theory]
    [InlineData("login", "$.access_token", false)]
    [InlineData("session_id", "$.login", false)]
    [InlineData("login", "header:X-Session-Token", false)]
    [InlineData("csrf_token", "match:login\":\"([^\"]+)", false)]
    [InlineData("login", "$.login", true)]
    public async Task What_is_captured_under_a_telling_name_is_not_shown_where_a_later_answer_repeats_it(string name, string from, bool shown)
    {
        shop.Routes["POST /login"] = async c =>
        {
            c.Response.Headers["X-Session-Token"] = "q7rTz0-abc";
            await c.Response.BodyWriter.WriteAsync("{\"access_token\":\"q7rTz0-abc\",\"login\":\"q7rTz0-abc\",\"kind\":\"plain text\"}"u8.ToArray(), c.RequestAborted);
        };
        shop.On("GET /me", 500, "no such login: q7rTz0-abc, plain text");
        var result = await RunAsync(null,
            Step("POST", "/login") with { Capture = Map((name, from), ("kind", "$.kind")) },
            Step("GET", "/me", h => h with { Headers = Map(("Authorization", $"Bearer {{{{ {name} }}}}")) }) with { Name = "b" });
        Assert.Equal(shown ? "no such login: q7rTz0-abc, plain text" : "no such login: ***, plain text", result.Failure!.Body);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_value_that_would_climb_out_of_the_path_is_sent_nowhere(string value)
    {
        var result = await RunAsync(new ProbeCustomer(new Dictionary<string, string> { ["tenant"] = value }), Step("GET", "/of/{{ customer.tenant }}/basket"));
        Assert.Equal("a request that can be sent", result.Failure!.Expected);
        Assert.EndsWith("which would climb out of the path", result.Failure.Got, StringComparison.Ordinal);
        Assert.Empty(shop.Requests);
    }

    [Fact]
    public async Task A_line_break_in_a_value_begins_no_line_of_a_conversation()
    {
        var step = new ProbeStep { Name = "a", Tcp = new TcpStep { Talk = [new TcpTurn { Send = "RCPT {{ customer.name }}" }, new TcpTurn { Expect = "." }] } };
        var result = await RunAsync(new ProbeCustomer(new Dictionary<string, string> { ["name"] = "anna\r\nQUIT" }), step);
        Assert.Equal("a line that can be sent", result.Failure!.Expected);
        Assert.EndsWith("cannot go into a line", result.Failure.Got, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>sorry</p>", true, ShapeKind.Other)]
    [InlineData("", true, ShapeKind.Other)]
    [InlineData("[]", true, ShapeKind.Array)]
    [InlineData("[]", false, ShapeKind.None)]
    public async Task An_answer_that_is_no_JSON_has_a_shape_too_where_a_contract_asks_for_one(string body, bool asked, ShapeKind kind)
    {
        shop.On("GET /a", 200, body);
        var spec = new AcceptanceProbeSpec { Steps = [Step("GET", "/a")], Timeout = TimeSpan.FromSeconds(30), Contract = asked ? new ContractCheck() : null };
        var result = await new ProbeRunner(TimeProvider.System).RunAsync(spec, shop.Address, CancellationToken.None);
        Assert.Equal(kind, result.Steps[0].Shape?.Kinds ?? ShapeKind.None);
    }

    [Fact]
    public async Task A_key_that_the_customer_does_not_have_is_trouble_and_no_failure_of_the_target()
    {
        var none = await Assert.ThrowsAsync<ProbeTroubleException>(
            () => RunAsync(new ProbeCustomer(new Dictionary<string, string>()), Step("GET", "/{{ customer.token }}")));
        Assert.Equal("{{ customer.token }} is not among the test customer's keys, it has none", none.Message);
        var other = await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync(
            new ProbeCustomer(new Dictionary<string, string> { ["user"] = "anna", ["pass"] = "s3cret" }), Step("GET", "/{{ customer.token }}")));
        Assert.Equal("{{ customer.token }} is not among the test customer's keys; it has pass, user", other.Message);
    }

    [Fact]
    public async Task The_mark_can_be_another()
    {
        shop.On("GET /a", 200, "{}");
        await RunAsync(null, new ProbeMark("X-Test", "yes"), Step("GET", "/a"));
        Assert.Equal("yes", shop.Requests[0].Headers["X-Test"]);
        Assert.DoesNotContain("X-Synthetic", shop.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task All_requests_of_a_run_are_one_trace_and_those_of_another_are_not()
    {
        shop.On("GET /a", 200, "{}");
        await RunAsync(null, Step("GET", "/a"), Step("GET", "/a") with { Name = "b" });
        await RunAsync(null, Step("GET", "/a"));
        var traces = shop.Requests.Select(r => r.Headers["traceparent"].Split('-')).ToList();
        Assert.Equal(traces[0][1], traces[1][1]);
        Assert.NotEqual(traces[0][2], traces[1][2]);
        Assert.NotEqual(traces[0][1], traces[2][1]);
    }

    private static Dictionary<string, string> Map(params (string Key, string Value)[] entries) => entries.ToDictionary(e => e.Key, e => e.Value);

    private static ProbeStep Step(string method, string path, Func<HttpStep, HttpStep>? change = null)
    {
        var http = new HttpStep { Method = method, Path = path };
        return new ProbeStep { Name = "a", Http = change?.Invoke(http) ?? http };
    }

    private Task<ProbeResult> RunAsync(ProbeCustomer? customer, params ProbeStep[] steps) => RunAsync(customer, new ProbeMark(), steps);

    private async Task<ProbeResult> RunAsync(ProbeCustomer? customer, ProbeMark mark, params ProbeStep[] steps)
    {
        var spec = new AcceptanceProbeSpec { Steps = steps, Timeout = TimeSpan.FromSeconds(30), Mark = mark, CustomerSecret = "c" };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));
        return await new ProbeRunner(TimeProvider.System).RunAsync(spec, shop.Address, CancellationToken.None, customer);
    }
}
