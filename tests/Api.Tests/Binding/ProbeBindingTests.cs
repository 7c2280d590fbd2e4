using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

public class ProbeBindingTests
{
    [Fact]
    public void Every_field_of_a_probe_is_read()
    {
        var probe = Probes("""
            {"name":"checkout","probe":{"interval":"1s","timeout":"500ms","failAfter":2,"steps":[
              {"name":"put in basket","http":{"method":"POST","path":"/basket","headers":{"X-Synthetic":"rollout"},"json":{"sku":"tea","n":[1,2.50,true,null]}},
               "expect":{"status":[200,201],"jsonPath":{"$.items[0].sku":"tea","$.n":3,"$.ok":true},"maxDuration":"500ms"},"capture":{"basket":"$.id"}},
              {"name":"pay","http":{"method":"POST","path":"/basket/{{ basket }}/checkout"},"expect":{"bodyMatches":"pai+d"}}]}}
            """).Value().Probes[0];
        Assert.Equal("checkout", probe.Name);
        var spec = probe.Probe!;
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500), 2), (spec.Interval, spec.Timeout, spec.FailAfter));
        var put = spec.Steps[0];
        Assert.Equal(("put in basket", "POST", "/basket"), (put.Name, put.Http!.Method, put.Http.Path));
        Assert.Equal("rollout", put.Http.Headers["x-synthetic"]);
        Assert.Equal("""{"sku":"tea","n":[1,2.50,true,null]}""", put.Http.Json);
        Assert.Equal([200, 201], put.Expect.Status);
        Assert.Equal(("tea", "3", "true"), (put.Expect.JsonPath["$.items[0].sku"], put.Expect.JsonPath["$.n"], put.Expect.JsonPath["$.ok"]));
        Assert.Equal(TimeSpan.FromMilliseconds(500), put.Expect.MaxDuration);
        Assert.Equal("$.id", put.Capture["basket"]);
        Assert.Equal(("/basket/{{ basket }}/checkout", "pai+d", null), (spec.Steps[1].Http!.Path, Assert.Single(spec.Steps[1].Expect.BodyMatches), spec.Steps[1].Http!.Json));
    }

    [Fact]
    public void Absent_fields_of_a_probe_take_the_contracts_defaults()
    {
        var probe = Probes("""{"name":"p","probe":{"steps":[{"name":"s","http":{"path":"/"}}]}}""").Value().Probes[0].Probe!;
        Assert.Equal((TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5), 3), (probe.Interval, probe.Timeout, probe.FailAfter));
        Assert.Equal(("GET", 0), (probe.Steps[0].Http!.Method, probe.Steps[0].Expect.Status.Count));
    }

    [Theory]
    [InlineData("{\"name\":\"p\"}", "probes[0].probe", "is missing: a host fleet has no AcceptanceProbe to name")]
    [InlineData("{\"name\":\"P\",\"probe\":{\"steps\":[{\"name\":\"s\",\"http\":{\"path\":\"/\"}}]}}", "probes[0].name", "'P' is no name that fits everywhere")]
    [InlineData("{\"name\":\"p\",\"probe\":{}}", "probes[0].probe.steps", "is missing")]
    [InlineData("{\"name\":\"p\",\"probe\":{\"steps\":[]}}", "probes[0].probe.steps", "has no step")]
    [InlineData("{\"name\":\"p\",\"probe\":{\"failAfter\":0,\"steps\":[{\"name\":\"s\",\"http\":{\"path\":\"/\"}}]}}", "probes[0].probe.failAfter", "is 0, which is out of range")]
    public void A_probe_that_does_not_fit_is_refused(string probe, string place, string what)
    {
        var problem = Probes(probe).Only();
        Assert.Equal((place, what), (problem.Place, problem.What));
    }

    [Theory]
    [InlineData("{\"http\":{\"path\":\"/\"}}", "name", "is missing")]
    [InlineData("{\"name\":\"s\"}", "http", "is missing")]
    [InlineData("{\"name\":\"s\",\"http\":{}}", "http.path", "is missing")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"http://x/\"}}", "http.path", "'http://x/' does not begin with '/'")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\",\"method\":\"get\"}}", "http.method", "'get' is not known")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\",\"headers\":{\"X Y\":\"1\"}}}", "http.headers", "'X Y' is no name of a header")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\",\"headers\":{\"X\":\"a\\nb\"}}}", "http.headers.X", "holds a control character")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/{{ id }}\"}}", "http.path", "'{{ id }}' was captured by no earlier step")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\",\"json\":{\"a\":\"{{ id }}\"}},\"capture\":{\"id\":\"$.id\"}}", "http.json", "'{{ id }}' was captured by no earlier step")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\"},\"expect\":{\"status\":[99]}}", "expect.status[0]", "is 99, which is out of range")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\"},\"expect\":{\"status\":200}}", "expect.status", "is the number 200 where a list is wanted")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\"},\"expect\":{\"bodyMatches\":\"(\"}}", "expect.bodyMatches", "'(' is no regular expression: InsufficientClosingParentheses at character 1")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\"},\"expect\":{\"jsonPath\":{\"id\":1}}}", "expect.jsonPath", "'id' is no path into JSON")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\"},\"expect\":{\"jsonPath\":{\"$.id\":[1]}}}", "expect.jsonPath.$.id", "is a list where a single value is wanted")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\"},\"capture\":{\"1id\":\"$.id\"}}", "capture", "'1id' is no name of a variable")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\"},\"tcp\":{}}", "tcp", "the step is already one of http")]
    [InlineData("{\"name\":\"s\",\"htp\":{\"path\":\"/\"},\"http\":{\"path\":\"/\"}}", "htp", "the key 'htp' is unknown")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\",\"json\":{},\"body\":\"x\"}}", "http", "has more than one of json, form and body")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/\",\"version\":3}}", "http.version", "is the number 3, which is not known")]
    [InlineData("{\"name\":\"s\",\"http\":{\"path\":\"/{{ customer.id }}\"}}", "http.path", "'{{ customer.id }}' needs a customer")]
    [InlineData("{\"name\":\"s\",\"tcp\":{\"talk\":[{\"send\":\"a\",\"expect\":\"b\"}]}}", "tcp.talk[0]", "is not exactly one of send, expect and startTls")]
    [InlineData("{\"name\":\"s\",\"dns\":{}}", "dns.name", "is missing")]
    [InlineData("{\"name\":\"s\",\"dns\":{\"name\":\"x\",\"type\":\"a\"}}", "dns.type", "is the text 'a', which is not known")]
    [InlineData("{\"name\":\"s\",\"exec\":{\"command\":[]}}", "exec.command", "has no program")]
    [InlineData("{\"name\":\"s\",\"tls\":{},\"expect\":{\"validDays\":\"14\"}}", "expect.validDays", "is the text '14' where a whole number is wanted")]
    public void A_step_that_does_not_fit_is_refused(string step, string place, string what)
    {
        var problem = Probes($$"""{"name":"p","probe":{"steps":[{{step}}]} }""").Only();
        Assert.Equal(($"probes[0].probe.steps[0].{place}", what), (problem.Place, problem.What));
    }

    [Fact]
    public void Names_of_probes_and_of_steps_are_unique()
    {
        const string Step = """{"name":"s","http":{"path":"/"}}""";
        Assert.Equal("two steps have the name 's'", Probes($$"""{"name":"p","probe":{"steps":[{{Step}},{{Step}}]} }""").Only().What);
        const string Probe = $$"""{"name":"p","probe":{"steps":[{{Step}}]} }""";
        Assert.Equal("two probes have the name 'p'", Probes($"{Probe},{Probe}").Only().What);
    }

    [Fact]
    public void In_Kubernetes_a_probe_is_only_named()
    {
        Assert.Equal("p", SpecTexts.With("\"probes\":[{\"name\":\"p\"}]", SpecPlatform.Kubernetes).Value().Probes[0].Name);
        Assert.Equal("stands in an AcceptanceProbe of its own here", SpecTexts.With("\"probes\":[{\"name\":\"p\",\"probe\":{}}]", SpecPlatform.Kubernetes).Only().What);
    }

    private static Bound<StaggeredRolloutSpec> Probes(string probes) => SpecTexts.With($"\"probes\":[{probes}]");
}
