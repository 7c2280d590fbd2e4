using System.Text.Json;
using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

public class AcceptanceProbeBindingTests
{
    private const string Head = "\"apiVersion\":\"staggered.dev/v1alpha1\",\"kind\":\"AcceptanceProbe\",\"metadata\":{\"name\":\"checkout\",\"labels\":{\"a\":\"b\"}}";
    private const string Step = "{\"name\":\"s\",\"http\":{\"method\":\"GET\",\"path\":\"/\"}}";

    private const string Full = """
        {"apiVersion":"staggered.dev/v1alpha1","kind":"AcceptanceProbe","metadata":{"name":"checkout"},"spec":{"interval":"15s","timeout":"5s","failAfter":3,"watchAfter":"30m",
        "target":{"service":"shop","port":8080,"nodes":"Each"},"customer":{"secretRef":{"name":"test-customer"}},"mark":{"header":"X-Test","value":"yes"},"steps":[
        {"name":"log in","http":{"method":"POST","path":"/login","headers":{"Authorization":"Bearer {{ customer.token }}"},"form":{"user":"{{ customer.user }}"},"redirects":3,"version":"2","tls":{"serverName":"shop","caFile":"ca.pem","skipVerify":true}},
        "expect":{"status":[200],"headers":{"Content-Type":"^text/html"},"headersNever":{"Server":"x"},"bodyMatches":["a","b"],"bodyNever":"c","schema":{"type":"object"},"minBytes":1,"maxBytes":9,"versions":"2","secure":true},
        "capture":{"csrf":"match:csrf=(\\w+)","at":"header:Location"}},
        {"name":"raw","http":{"method":"PUT","path":"/x","body":"a\nb"}},
        {"name":"mail","tcp":{"port":25,"tls":{},"talk":[{"expect":"^220"},{"send":""},{"send":"QUIT"},{"startTls":{"serverName":"mail"}}]}},
        {"name":"name","dns":{"name":"shop.example","type":"MX","server":"127.0.0.1:53","transport":"tcp","recursion":false},"expect":{"rcode":"NXDOMAIN","answersAny":"a","answersAll":"b","answersNever":"c"}},
        {"name":"cert","tls":{"serverName":"shop","port":443},"expect":{"maxDuration":"1s","validDays":14}},
        {"name":"health","grpc":{"service":"shop.Shop","port":50051,"tls":{}}},
        {"name":"own","exec":{"command":["./check.sh","{{ csrf }}"]}}],"contract":{"minAnswers":3,"steps":"log in","ignore":["$.at","$.id","status"]}}}
        """;

    [Fact]
    public void Everything_that_is_written_is_read_back_the_same()
    {
        var text = Full.ReplaceLineEndings("");
        var (probe, problems) = Bind(text);
        Assert.Empty(problems);
        Assert.Equal(text, ProbeJson.Write(probe!).ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Theory]
    [InlineData("{\"kind\":\"AcceptanceProbe\",\"metadata\":{\"name\":\"c\"},\"spec\":{\"steps\":[" + Step + "]}}", "apiVersion", "is missing")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"AcceptanceProbe\",\"metadata\":{\"name\":\"c\"},\"spec\":{\"steps\":[" + Step + "]}}", "apiVersion", "is 'v1'")]
    [InlineData("{" + Head + "}", "spec", "is missing")]
    [InlineData("{" + Head + ",\"spec\":{\"steps\":[" + Step + "],\"target\":{}}}", "spec.target", "says not where the probe runs")]
    [InlineData("{" + Head + ",\"spec\":{\"steps\":[" + Step + "],\"target\":{\"url\":\"http://a\",\"service\":\"b\"}}}", "spec.target", "has both url and service")]
    [InlineData("{" + Head + ",\"spec\":{\"steps\":[" + Step + "],\"target\":{\"url\":\"ftp://a\"}}}", "spec.target.url", "'ftp://a' is no URL of a target")]
    [InlineData("{" + Head + ",\"spec\":{\"steps\":[" + Step + "],\"target\":{\"url\":\"http://u:p@a\"}}}", "spec.target.url", "holds a user and password, which would be shown and logged")]
    [InlineData("{" + Head + ",\"spec\":{\"steps\":[" + Step + "],\"target\":{\"service\":\"b\",\"nodes\":\"each\"}}}", "spec.target.nodes", "is the text 'each', which is not known")]
    [InlineData("{" + Head + ",\"spec\":{\"steps\":[" + Step + "],\"contract\":{\"steps\":[\"t\"]}}}", "spec.contract.steps", "'t' is no HTTP step")]
    [InlineData("{" + Head + ",\"spec\":{\"steps\":[" + Step + "],\"contract\":{\"ignore\":[\"state\"]}}}", "spec.contract.ignore", "'state' is no path into JSON")]
    [InlineData("{" + Head + ",\"spec\":{\"steps\":[" + Step + "],\"intervall\":\"15s\"}}", "spec.intervall", "the key 'intervall' is unknown")]
    public void What_does_not_fit_is_refused(string json, string place, string what)
    {
        var problem = Assert.Single(Bind(json).Problems);
        Assert.Equal((place, what), (problem.Place, problem.What));
    }

    [Theory]
    [InlineData("spec.steps[0].http.path", "spec.steps[0].http.path")]
    [InlineData("spec.steps[0].http.nothing.at.all", "spec.steps[0].http")]
    [InlineData("spec.steps[7].name", "spec.steps")]
    [InlineData("spec.odd.key.inner", "spec.odd.key.inner")]
    public void A_place_is_found_by_its_path_as_far_as_it_goes(string path, string nearest)
    {
        var root = JsonTree.Read(JsonDocument.Parse("{\"spec\":{\"odd.key\":{\"inner\":1},\"steps\":[" + Step + "]}}").RootElement);
        var lines = new Dictionary<string, int>();
        var numbered = Number(root, lines);
        Assert.Equal((path, lines[nearest]), (SpecLines.Locate(numbered, path).Path, SpecLines.Locate(numbered, path).Line));
    }

    /// <summary>The same tree with a line of its own for every node, as a file has them.</summary>
    private static SpecNode Number(SpecNode node, Dictionary<string, int> lines)
    {
        SpecPlace At(SpecPlace place)
        {
            lines.TryAdd(place.Path, lines.Count + 1);
            return place with { Line = lines[place.Path] };
        }

        return node switch
        {
            SpecNode.Map map => new SpecNode.Map(At(map.Place), [.. map.Entries.Select(e => new SpecEntry(e.Key, At(e.Place), Number(e.Value, lines)))]),
            SpecNode.Sequence list => new SpecNode.Sequence(At(list.Place), [.. list.Items.Select(i => Number(i, lines))]),
            _ => node with { Place = At(node.Place) },
        };
    }

    private static (AcceptanceProbe? Probe, IReadOnlyList<Problem> Problems) Bind(string json)
    {
        using var document = JsonDocument.Parse(json);
        var problems = new BindingProblems();
        var probe = AcceptanceProbeBinding.Bind(JsonTree.Read(document.RootElement), problems);
        return (probe, problems.InOrder());
    }
}
