using System.Text.Json;
using System.Text.Json.Nodes;
using Rollout.Api.Resources;
using Rollout.Api.Tests.Crds;

namespace Rollout.Api.Tests.Resources;

public sealed class RolloutStatusTests(ServedKinds server) : IClassFixture<ServedKinds>
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 20, 39, 14, 500, TimeSpan.FromHours(1));

    private static readonly RolloutStatus Full = new()
    {
        ObservedGeneration = 3,
        ObservedWorkloadGeneration = 12,
        Phase = "Judging",
        StableRevision = "3f1c09ab77",
        StableReplicaSet = "shop-5d97989fcc",
        CanaryRevision = "9be2f4c01d",
        RefusedRevisions = [new() { Revision = "aaaaaaaaaa", Reason = "HarmProven", Message = "", At = At }],
        Stage = new() { Index = 0, Nodes = 1, Since = At, Summary = "1: 1 of 10" },
        CanaryNodes = ["shop-canary-9be2f4c01d-x7k2p"],
        Verdict = new()
        {
            Overall = "Insufficient", AsOf = At,
            Metrics =
            [
                new()
                {
                    Name = "dollars", Verdict = "Insufficient", Effect = DecimalText.Of(-0.21), Low = DecimalText.Of(-0.300000049), High = DecimalText.Of(0),
                    LogEHarm = DecimalText.Of(5.1), LogESafe = DecimalText.Of(-3.2), CanaryEvents = 812, FleetEvents = 9120,
                    Forecast = new() { MedianMinutes = DecimalText.Of(12.5), SmallestDetectableLoss = DecimalText.Of(0.04), Losses = [new() { Loss = 0.1m, Detectable = false }] },
                },
            ],
        },
        Evidence = new() { Version = 1, Sequence = 9, Trial = 2, Progress = "{}", Metrics = [new() { Name = "dollars", State = "AAAA" }] },
        Conditions = [new() { Type = "Ready", Status = "False", ObservedGeneration = 3, LastTransitionTime = At, Reason = "EvidenceMissing", Message = "" }],
        Outcomes = [new() { Result = "RolledBack", Revision = "aaaaaaaaaa", Reason = "HarmProven", StartedAt = At, EndedAt = At }],
    };

    [Fact]
    public void It_is_written_as_the_contract_has_it_and_read_back_the_same()
    {
        var text = JsonSerializer.Serialize(Full, ResourceJson.Default.RolloutStatus);
        var json = JsonNode.Parse(text)!;
        var metric = json["verdict"]!["metrics"]![0]!;
        Assert.Equal(("-0.21", "-0.3", "0", "5.1", "-3.2"),
            ((string?)metric["effect"], (string?)metric["low"], (string?)metric["high"], (string?)metric["logEHarm"], (string?)metric["logESafe"]));
        Assert.Equal("2026-11-20T19:39:14Z", (string?)json["stage"]!["since"]);
        Assert.Equal(3, (int)json["conditions"]![0]!["observedGeneration"]!);
        Assert.Equal(812, (int)metric["canaryEvents"]!);
        Assert.False(((JsonObject)metric).ContainsKey("message"));
        var read = JsonSerializer.Deserialize(text, ResourceJson.Default.RolloutStatus)!;
        Assert.Equal(text, JsonSerializer.Serialize(read, ResourceJson.Default.RolloutStatus));
    }

    [Fact]
    public async Task The_schema_takes_it_and_stores_every_field()
    {
        var created = await server.SendAsync("POST", ServedKinds.Url(Samples.Rollout), Samples.Make(Samples.Rollout, Samples.Least(Samples.Rollout)["spec"]!.ToJsonString(), "told"));
        Assert.Equal(201, created.Status);
        var json = JsonSerializer.SerializeToNode(Full, ResourceJson.Default.RolloutStatus)!;
        created.Body!["status"] = json.DeepClone();
        var (status, stored) = await server.SendAsync("PUT", ServedKinds.Url(Samples.Rollout) + "/told/status?fieldValidation=Strict", created.Body);
        Assert.True(status == 200, stored?.ToJsonString());
        Assert.True(JsonNode.DeepEquals(json, stored!["status"]), stored["status"]?.ToJsonString());
        Assert.Equal(1, (int)stored["metadata"]!["generation"]!);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void What_no_decimal_holds_is_absent(double value) => Assert.Null(DecimalText.Of(value));
}
