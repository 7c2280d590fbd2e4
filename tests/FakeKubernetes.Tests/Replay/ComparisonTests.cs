using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Tests.Replay;

/// <summary>The replay's own judgement, seen failing: a comparison that finds nothing proves nothing.</summary>
public class ComparisonTests
{
    private const string Gadget = """{"metadata": {"name": "a", "uid": "u-recorded", "resourceVersion": "7", "generation": 2}, "spec": {"size": 3}}""";

    [Theory]
    [InlineData("\"size\": 3", "\"size\": 4", "$.spec.size")]
    [InlineData("\"generation\": 2", "\"generation\": 3", "$.metadata.generation")]
    [InlineData("\"spec\": {\"size\": 3}", "\"spec\": {}", "$.spec.size")]
    [InlineData("\"spec\": {\"size\": 3}", "\"spec\": {\"size\": 3, \"more\": 1}", "$.spec.more")]
    [InlineData("\"name\": \"a\"", "\"name\": \"b\"", "$.metadata.name")]
    public void A_planted_difference_is_found_with_its_place(string recorded, string planted, string place)
    {
        var found = Compare(new Correspondence(), Gadget, Gadget.Replace(recorded, planted, StringComparison.Ordinal));
        Assert.Equal(place, Assert.Single(found).Path);
    }

    [Fact]
    public void Uids_and_versions_may_differ_but_must_correspond()
    {
        var names = new Correspondence();
        var ours = Gadget.Replace("u-recorded", "u-ours", StringComparison.Ordinal).Replace("\"7\"", "\"1007\"", StringComparison.Ordinal);
        Assert.Empty(Compare(names, Gadget, ours));
        Assert.Empty(Compare(names, Gadget, ours));
        Assert.Equal("$.metadata.uid", Compare(names, Gadget, ours.Replace("u-ours", "u-other", StringComparison.Ordinal))[0].Path);
        Assert.Equal("$.metadata.resourceVersion", Assert.Single(
            Compare(names, Gadget, ours.Replace("1007", "1008", StringComparison.Ordinal))).Path);
    }

    [Fact]
    public void A_version_of_ours_cannot_stand_for_two_recorded_ones()
    {
        var names = new Correspondence();
        Assert.Empty(Compare(names, Gadget, Gadget));
        Assert.Equal("$.metadata.resourceVersion", Assert.Single(
            Compare(names, Gadget.Replace("\"7\"", "\"8\"", StringComparison.Ordinal), Gadget)).Path);
    }

    [Fact]
    public void A_missing_event_and_another_status_are_found()
    {
        var comparison = new Comparison(new Correspondence(), "00/0");
        comparison.Answers(new Recorded(200, "application/json", null, null, [new JsonObject()]),
            new Recorded(410, "application/json", null, null, []));
        Assert.Equal(["status", "events"], comparison.Differences.Select(difference => difference.Path));
    }

    [Fact]
    public void An_allowed_difference_covers_its_place_and_no_other()
    {
        var allowed = new AllowedDifference("13/1*", "$.items[*].spec.nodeName", "the scheduler's choice");
        Assert.True(allowed.Covers(new Difference("13/12", "$.items[3].spec.nodeName", "a", "b")));
        Assert.False(allowed.Covers(new Difference("12/12", "$.items[3].spec.nodeName", "a", "b")));
        Assert.False(allowed.Covers(new Difference("13/12", "$.items[3].spec.image", "a", "b")));
    }

    private static IReadOnlyList<Difference> Compare(Correspondence names, string recorded, string ours)
    {
        var comparison = new Comparison(names, "00/0");
        comparison.Answers(new Recorded(200, null, null, JsonNode.Parse(recorded), null),
            new Recorded(200, null, null, JsonNode.Parse(ours), null));
        return comparison.Differences;
    }
}
