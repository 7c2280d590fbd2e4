using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Rollout.Server.Http.Description;
using Rollout.Server.Projection;
using Rollout.Server.Tests.Projection;

namespace Rollout.Server.Tests.Http.Description;

public sealed class ApiDescriptionTests
{
    private static readonly JsonObject Described = ApiDescription.Build();

    [Fact]
    public async Task Every_call_of_the_api_is_described_and_nothing_else()
    {
        await using var server = await ApiServer.StartAsync(true, new StubRollout("shop"));

        var mapped = server.Endpoints.SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => $"{m.ToLowerInvariant()} {e.RoutePattern.RawText}"));
        var described = Described["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Where(m => m.Key != "parameters").Select(m => $"{m.Key} {p.Key}"))
            .Where(call => !call.EndsWith('z'));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_served_as_it_is_built()
    {
        await using var server = await ApiServer.StartAsync(false, new StubRollout("shop"));

        using var answer = await server.Client.GetAsync("/openapi/v1.json");

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("3.1.1", document.RootElement.GetProperty("openapi").GetString());
    }

    [Fact]
    public void Every_changing_call_asks_for_the_token_and_no_reading_one_does() =>
        Assert.All(Described["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Where(m => m.Key is "get" or "post")), call =>
            Assert.Equal(call.Key == "post", call.Value!["security"] is not null));

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var schemas = Described["components"]!["schemas"]!.AsObject();
        var named = Described.ToJsonString().Split("\"#/components/schemas/").Skip(1).Select(after => after[..after.IndexOf('"', StringComparison.Ordinal)]).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(schemas.ContainsKey(name), name));
    }

    [Theory]
    [InlineData("Status", "status")]
    public void What_is_described_of_the_status_is_what_is_shown(string schema, string member)
    {
        var shown = StatusProjection.Of(Pictures.OnTrial())[member]!.AsObject();

        Assert.All(Described["components"]!["schemas"]![schema]!["properties"]!.AsObject(), property => Assert.True(shown.ContainsKey(property.Key), property.Key));
    }
}
