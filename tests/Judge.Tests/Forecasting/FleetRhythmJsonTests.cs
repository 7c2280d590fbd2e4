using System.Text.Json;

namespace Rollout.Judge.Tests;

public sealed class FleetRhythmJsonTests
{
    [Theory]
    [InlineData(RhythmKind.Flat, 1)]
    [InlineData(RhythmKind.HourOfDay, 24)]
    [InlineData(RhythmKind.HourOfWeek, 168)]
    public void Is_one_short_text_and_comes_back_to_six_figures(RhythmKind kind, int differing)
    {
        var rhythm = new FleetRhythm { Kind = kind, PerHour = [.. Enumerable.Range(0, 168).Select(i => 1234.5678 / (1 + (i % differing)))] };
        var text = JsonSerializer.Serialize(rhythm);
        Assert.InRange(text.Length, 1, 15 + (8 * differing));
        var back = JsonSerializer.Deserialize<FleetRhythm>(text)!;
        Assert.Equal((kind, 168), (back.Kind, back.PerHour.Count));
        Assert.All(back.PerHour.Zip(rhythm.PerHour), h => Assert.InRange(h.First / h.Second, .999995, 1.000005));
    }

    [Theory]
    [InlineData("\"Flat\"")]
    [InlineData("\"Flat 1 2\"")]
    [InlineData("\"HourOfDay 1\"")]
    [InlineData("\"Weekly 1\"")]
    [InlineData("\"Flat -1\"")]
    [InlineData("\"Flat NaN\"")]
    [InlineData("\"Flat x\"")]
    public void Anything_else_is_refused(string text) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FleetRhythm>(text));
}
