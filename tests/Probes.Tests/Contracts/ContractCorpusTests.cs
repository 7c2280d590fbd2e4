using System.Text.Json;
using Rollout.Probes.Contracts;

namespace Rollout.Probes.Tests.Contracts;

/// <summary>
/// corpus.json: pairs of answers, each labelled by hand as a careful reader of both would, before anything was run: what a client may have
/// relied on and cannot any more is breaking, what is new to it is widening.
/// </summary>
public class ContractCorpusTests
{
    private static readonly JsonElement[] Cases = [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Contracts", "corpus.json"))).EnumerateArray()];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pair_is_read_as_a_careful_reader_would(string name)
    {
        var one = Cases.Single(c => c.GetProperty("name").GetString() == name);
        string[] ignore = one.TryGetProperty("ignore", out var ignored) ? [.. ignored.EnumerateArray().Select(i => i.GetString()!)] : [];
        var found = ShapeComparison.Compare(Seen(one.GetProperty("stable")), Seen(one.GetProperty("canary")), ignore);
        Assert.Equal(one.GetProperty("worst").GetString(), ShapeComparison.Worst(found).ToString());
        string[] paths = one.TryGetProperty("paths", out var named) ? [.. named.EnumerateArray().Select(p => p.GetString()!)] : [];
        Assert.Equal(paths.Order(StringComparer.Ordinal), found.Select(d => d.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_corpus_has_forty_pairs_or_more_and_every_kind_of_verdict()
    {
        Assert.True(Cases.Length >= 40, $"{Cases.Length} pairs");
        Assert.Equal(["Breaking", "Same", "Widening"], Cases.Select(c => c.GetProperty("worst").GetString()!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_order_of_the_answers_does_not_matter()
    {
        foreach (var one in Cases)
        {
            var answers = Answers(one.GetProperty("stable")).Concat(Answers(one.GetProperty("canary"))).Select(ShapeInference.Of).ToList();
            var forward = answers.Aggregate(ShapeMerge.Join);
            answers.Reverse();
            var backward = answers.Aggregate(ShapeMerge.Join);
            Assert.Empty(ShapeComparison.Compare(forward, backward));
            Assert.Empty(ShapeComparison.Compare(backward, forward));
        }
    }

    [Fact]
    public void An_object_with_very_many_members_is_a_map_and_its_names_are_data()
    {
        static JsonElement Wide(string prefix) => JsonSerializer.SerializeToElement(Enumerable.Range(0, 300).ToDictionary(i => $"{prefix}{i}", i => i));
        Assert.Empty(ShapeComparison.Compare(ShapeInference.Of(Wide("a")), ShapeInference.Of(Wide("b"))));
    }

    [Fact]
    public void A_difference_is_a_sentence()
    {
        var found = ShapeComparison.Compare(Seen(Parse("[{\"items\":[]}]")), Seen(Parse("[{\"items\":null}]")));
        Assert.Equal("$.items was an array, is null", Assert.Single(found).ToString());
    }

    private static Shape Seen(JsonElement answers) => Answers(answers).Select(ShapeInference.Of).Aggregate(ShapeMerge.Join);

    private static IEnumerable<JsonElement> Answers(JsonElement answers) => answers.ValueKind == JsonValueKind.Array
        ? answers.EnumerateArray()
        : Enumerable.Range(0, answers.GetProperty("times").GetInt32()).SelectMany(_ => answers.GetProperty("of").EnumerateArray());

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
