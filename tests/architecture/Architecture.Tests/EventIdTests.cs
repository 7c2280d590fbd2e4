using System.Globalization;
using System.Text.RegularExpressions;

namespace Rollout.Architecture.Tests;

/// <summary>Log stores search by event id: each is given once, never 0, and stands in controller/Telemetry/EVENTS.md.</summary>
public partial class EventIdTests
{
    private static readonly IReadOnlyList<LoggedEvent> Logged = [.. ArrowTable.Projects.Keys.SelectMany(p => LoggedEvents.Of(ArrowTable.AssemblyOf(p)))];

    [Fact]
    public void Every_event_has_an_id_of_its_own()
    {
        Assert.Contains(Logged, e => e is { Id: 100, Name: "LogHappening" });
        Assert.Empty(Logged.Where(e => e.Id == 0));
        Assert.Empty(Logged.GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => string.Join(" and ", g)));
    }

    /// <summary>An id that has meant one thing never means another: a row stays, and so does the name in it.</summary>
    [Fact]
    public async Task Every_event_is_in_the_table_under_its_name()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "controller", "Telemetry", "EVENTS.md"));
        var written = Row().Matches(text).Select(m => new LoggedEvent(int.Parse(m.Groups["id"].Value, CultureInfo.InvariantCulture), m.Groups["name"].Value)).ToList();
        Assert.Equal(written.Select(e => e.Id).Distinct().Order(), written.Select(e => e.Id));
        var missing = Logged.Except(written).OrderBy(e => e.Id).ToList();
        Assert.True(missing.Count == 0, $"add to controller/Telemetry/EVENTS.md: {string.Join(", ", missing)}");
    }

    [GeneratedRegex(@"^\| (?<id>[0-9]+) \| `(?<name>\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
