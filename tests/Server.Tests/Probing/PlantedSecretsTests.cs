using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Server.Hosting;
using Rollout.Server.Probing;
using Rollout.Support;

namespace Rollout.Server.Tests.Probing;

/// <summary>A secret put into every place that a probe has for one: neither <c>debug=true</c> nor the page of runs shows it, be the step passed or failed.</summary>
public sealed class PlantedSecretsTests : IAsyncLifetime
{
    private const string Secret = "s3cr3t-open-sesame";

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
    private readonly TalkingServer talker = new(null, "say 220 ready", $$"""say {"token":"{{Secret}}"}""");
    private WebApplication shop = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        shop = builder.Build();
        shop.Run(context =>
        {
            context.Response.Headers.SetCookie = "session=" + Secret;
            return context.Response.WriteAsync("""{"state":"paid","token":"SECRET","tokens":["SECRET"],"credentials":{"value":"SECRET"}}""".Replace("SECRET", Secret, StringComparison.Ordinal), context.RequestAborted);
        });
        await shop.StartAsync();
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await shop.DisposeAsync();
        await talker.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("path", "http: {path: \"/?code=SECRET\"}")]
    [InlineData("path of a telling name", "http: {path: \"/?a=b&access_token=SECRET\"}")]
    [InlineData("query that is a value alone", "http: {path: \"/?SECRET\"}")]
    [InlineData("Authorization", "http: {path: /, headers: {Authorization: Basic SECRET}}")]
    [InlineData("Proxy-Authorization", "http: {path: /, headers: {Proxy-Authorization: Basic SECRET}}")]
    [InlineData("X-Auth", "http: {path: /, headers: {X-Auth: SECRET}}")]
    [InlineData("key", "http: {path: /, headers: {Key: SECRET}}")]
    [InlineData("form", "http: {path: /, method: POST, form: {password: SECRET}}")]
    [InlineData("short name in a form", "http: {path: /, method: POST, form: {user: anna, pass: SECRET}}")]
    [InlineData("a field that is called as a part of the spec is", "http: {path: /, method: POST, form: {secretRef: SECRET}}")]
    [InlineData("body", "http: {path: /, method: POST, body: \"user=anna&pwd=SECRET\"}")]
    [InlineData("json", "http: {path: /, method: POST, json: {user: {pin: SECRET}}}")]
    [InlineData("json with a member that is called as a part of the spec is", "http: {path: /, method: POST, json: {capture: {password: SECRET}, customer: {password: SECRET}}}")]
    [InlineData("list of json", "http: {path: /, method: POST, json: {tokens: [SECRET]}}")]
    [InlineData("expected value", "http: {path: /}, expect: {jsonPath: {$.token: SECRET}}")]
    [InlineData("expected value that does not come", "http: {path: /}, expect: {jsonPath: {$.token: SECRET-2}}")]
    [InlineData("expected value of a list", "http: {path: /}, expect: {jsonPath: {\"$.tokens[0]\": SECRET}}")]
    [InlineData("expected value of a list that does not come", "http: {path: /}, expect: {jsonPath: {\"$.tokens[0]\": SECRET-2}}")]
    [InlineData("expected value within", "http: {path: /}, expect: {jsonPath: {$.credentials.value: SECRET-2}}")]
    [InlineData("expected header", "http: {path: /}, expect: {headers: {Set-Cookie: session=SECRET}}")]
    [InlineData("expected header that does not come", "http: {path: /}, expect: {headers: {Set-Cookie: session=SECRET-2}}")]
    [InlineData("header that must not come", "http: {path: /}, expect: {headersNever: {Set-Cookie: session=SECRET}}")]
    [InlineData("searched body", "http: {path: /}, expect: {bodyMatches: '\"token\":\\s*\"SECRET\"'}")]
    [InlineData("searched body that does not match", "http: {path: /}, expect: {bodyMatches: ['paid', '\"token\":\\s+\"SECRET\"']}")]
    [InlineData("body that must not match", "http: {path: /}, expect: {bodyNever: '\"token\":\\s*\"SECRET\"'}")]
    [InlineData("schema", "http: {path: /}, expect: {schema: {properties: {token: {const: SECRET}}}}")]
    [InlineData("schema that does not fit", "http: {path: /}, expect: {schema: {properties: {token: {const: SECRET-2}}}}")]
    [InlineData("schema of a pattern that does not fit", "http: {path: /}, expect: {schema: {properties: {token: {pattern: SECRET-2}}}}")]
    [InlineData("captured", "http: {path: /}, capture: {sid: $.credentials.value}")]
    [InlineData("captured by a search", "http: {path: /}, capture: {token: 'match:\"token\":\"SECRE(.*)\"'}")]
    [InlineData("argument", "exec: {command: [\"true\", -p, SECRET]}")]
    [InlineData("argument of a telling name", "exec: {command: [\"false\", \"--password=SECRET\"]}")]
    [InlineData("line", "tcp: {port: PORT, talk: [{expect: ready}, {send: \"PASS SECRET\"}, {expect: token}]}")]
    [InlineData("line that is nothing else", "tcp: {port: PORT, talk: [{send: SECRET}, {expect: ready}]}")]
    [InlineData("line that begins with it", "tcp: {port: PORT, talk: [{send: SECRET now}, {expect: ready}]}")]
    [InlineData("awaited line", "tcp: {port: PORT, talk: [{expect: '\"token\": *\"SECRET\"'}]}")]
    [InlineData("awaited line that does not come", "tcp: {port: PORT, talk: [{expect: '\"token\": +\"SECRET\"'}]}")]
    [InlineData("the customer's own, written down", "http: {path: /SECRET-3, headers: {X-Note: SECRET-3}}, expect: {bodyMatches: \"SECRET-3|paid\", bodyNever: SECRET-3}", true)]
    [InlineData("the customer's own, used", "http: {path: \"/{{ customer.word }}\"}, expect: {bodyMatches: \"{{ customer.word }}\"}", true)]
    public async Task Is_shown_nowhere(string place, string step, bool withCustomer = false)
    {
        folder.Write("anna/word", Secret + "-3");
        var url = shop.Urls.Single();
        folder.Write("m.yaml", $$"""
            apiVersion: staggered.dev/v1alpha1
            kind: AcceptanceProbe
            metadata: {name: m}
            spec:
              timeout: 20s
              target: {url: "{{url}}"}
              {{(withCustomer ? "customer: {secretRef: {name: anna}}" : "failAfter: 1")}}
              steps:
              - {name: "{{place}}", {{step.Replace("SECRET", Secret, StringComparison.Ordinal).Replace("PORT", talker.Authority.Split(':')[1], StringComparison.Ordinal)}}}

            """);
        var (server, problems) = await ProbeServer.StartAsync(
            new ProbeServerOptions { Folder = folder.Path, Secrets = folder.Path, Listen = new ListenAddress(IPAddress.Loopback, 0), Network = new() { AllowExec = true } }, TimeProvider.System, CancellationToken.None);
        Assert.True(problems.Count == 0, string.Join("; ", problems));
        await using (server)
        {
            var debug = await GetAsync(server!, $"probe?module=m&target={url}&debug=true");
            Assert.Contains($"step \"{place}\" ", debug, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, debug, StringComparison.Ordinal);
            var page = await GetAsync(server!, "");
            var run = page[(page.IndexOf("runs/", StringComparison.Ordinal) + "runs/".Length)..];
            Assert.DoesNotContain(Secret, page + await GetAsync(server!, "runs/" + run[..run.IndexOf('"', StringComparison.Ordinal)]), StringComparison.Ordinal);
        }

    }

    private async Task<string> GetAsync(ProbeServer server, string path)
    {
        using var answer = await http.GetAsync(new Uri(server.Address, path));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return Encoding.UTF8.GetString(memory.ToArray());
    }
}
